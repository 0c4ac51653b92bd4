-- Starts nnf-lsp-server for MLIR files, in Neovim 0.7 and later; see docs/Editors.md.
--
-- Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
-- SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

local config = { name = "nnf", cmd = { "nnf-lsp-server" }, root_dir = vim.fn.getcwd() }
-- One server for all files of the session.
local client

vim.api.nvim_create_autocmd("FileType", {
  pattern = "mlir",
  callback = function(event)
    client = client or vim.lsp.start_client(config)
    if not client or not vim.lsp.buf_attach_client(event.buf, client) then
      vim.notify("nnf-lsp-server could not be started: is it on the PATH?", vim.log.levels.WARN)
      return
    end
    vim.bo[event.buf].omnifunc = "v:lua.vim.lsp.omnifunc"
    vim.keymap.set("n", "K", vim.lsp.buf.hover, { buffer = event.buf, desc = "nnf: documentation" })
  end,
})
