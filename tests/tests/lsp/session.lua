-- A session of edits in Neovim: what its client shows is written down, and judged by the test that runs it.
local book, program, out = os.getenv("BOOK"), os.getenv("PROGRAM"), os.getenv("OUT")
local shown = {}

local function open(file)
  vim.cmd("edit " .. book .. "/src/" .. file)
  return vim.api.nvim_get_current_buf()
end

local function lines(buffer)
  return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n") .. "\n"
end

local function replace(buffer, old, new)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    local from, to = line:find(old, 1, true)
    if from then
      local text = line:sub(1, from - 1) .. new .. line:sub(to + 1)
      vim.api.nvim_buf_set_lines(buffer, number - 1, number, false, { text })
      return
    end
  end
  error("no " .. old)
end

-- Puts the cursor on the last character of a text.
local function go(buffer, needle)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    local _, to = line:find(needle, 1, true)
    if to then
      vim.api.nvim_win_set_cursor(0, { number, to - 1 })
      return
    end
  end
  error("no " .. needle)
end

local function wait(what, done)
  if not vim.wait(60000, done, 20) then
    error("in vain: " .. what)
  end
end

local function ask(buffer, method)
  local position = vim.lsp.util.make_position_params()
  local answers = vim.lsp.buf_request_sync(buffer, method, position, 60000)
  for _, answer in pairs(answers or {}) do
    if answer.error then
      error(answer.error.message)
    end
    return answer.result
  end
end

local function session()
  local queues = open("queues.md")
  local client = vim.lsp.start_client({ name = "mission", cmd = { program, "lsp" }, root_dir = book })
  vim.lsp.buf_attach_client(queues, client)
  wait("the server", function()
    return vim.lsp.get_client_by_id(client) and vim.lsp.buf_get_clients(queues)[client]
  end)

  wait("a mistake", function() return #vim.diagnostic.get(queues) > 0 end)
  shown.mistakes = vim.tbl_map(function(one)
    return { line = one.lnum + 1, column = one.col, message = one.message }
  end, vim.diagnostic.get(queues))

  replace(queues, "promt", "prompt")
  wait("no mistake", function() return #vim.diagnostic.get(queues) == 0 end)

  go(queues, "within = 0.5")
  vim.api.nvim_buf_set_lines(queues, 12, 12, false, { "" })
  vim.api.nvim_win_set_cursor(0, { 13, 0 })
  local found = ask(queues, "textDocument/completion")
  local items = vim.lsp.util.text_document_completion_list_to_complete_items(found, "")
  shown.completion = vim.tbl_map(function(item) return item.abbr or item.word end, items)
  vim.api.nvim_buf_set_lines(queues, 12, 13, false, {})

  go(queues, "{{= server.ha")
  shown.hover = ask(queues, "textDocument/hover").contents.value

  local shared = open("shared.md")
  vim.lsp.buf_attach_client(shared, client)
  vim.api.nvim_set_current_buf(queues)
  go(queues, "{{= server.ha")
  vim.lsp.buf.definition()
  wait("the definition", function() return vim.api.nvim_get_current_buf() == shared end)
  local cursor = vim.api.nvim_win_get_cursor(0)
  shown.definition = { line = cursor[1], column = cursor[2] }

  local again = open("again.md")
  vim.lsp.buf_attach_client(again, client)
  go(again, "{{= server.ha")
  vim.lsp.buf.rename("part")
  wait("the new name", function() return lines(again):find("server.part", 1, true) ~= nil end)
  shown.renamed = { queues = lines(queues), shared = lines(shared), again = lines(again) }

  vim.api.nvim_set_current_buf(shared)
  replace(shared, "min = 1", "min=1   ")
  if vim.lsp.buf.format then
    vim.lsp.buf.format({ timeout_ms = 60000 })
  else
    vim.lsp.buf.formatting_sync(nil, 60000)
  end
  shown.formatted = lines(shared)
end

local good, trouble = pcall(session)
if not good then
  shown.trouble = tostring(trouble)
end
local file = io.open(out, "w")
file:write(vim.json and vim.json.encode(shown) or vim.fn.json_encode(shown))
file:close()
vim.cmd("qall!")
