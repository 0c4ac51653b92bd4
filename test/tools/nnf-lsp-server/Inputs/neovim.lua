-- Prints what an editor shows of twice.mlir, then leaves.
local function out(text) io.stdout:write(text .. "\n") end

out("filetype " .. vim.bo.filetype)
out("syntax of nnf.softmax: " .. vim.fn.synIDattr(vim.fn.synID(2, 12, 1), "name"))
vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 20)
for _, d in ipairs(vim.diagnostic.get(0)) do
  out(string.format("%d:%d: %s", d.lnum + 1, d.col + 1, d.message))
end
local answer = vim.lsp.buf_request_sync(0, "textDocument/hover", {
  textDocument = vim.lsp.util.make_text_document_params(),
  position = { line = 1, character = 12 },
}, 20000)
for _, reply in pairs(answer or {}) do
  out("hover: " .. reply.result.contents.value:gsub("\n", " "))
end
vim.cmd("qa!")
