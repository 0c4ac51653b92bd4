" Syntax of MLIR text with nnf ops, for Vim and Neovim.
"
" Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
" SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if exists("b:current_syntax")
  finish
endif

setlocal commentstring=//\ %s

syn match mlirValue "%[0-9A-Za-z_$.-]\+\(#\d\+\)\?"
syn match mlirBlock "\^[0-9A-Za-z_$.-]\+"
syn match mlirSymbol "@[0-9A-Za-z_$.-]\+"
syn match mlirAlias "[#!][A-Za-z_][0-9A-Za-z_$.]*"
syn match mlirOp "\<[a-z_][0-9a-z_]*\.[a-z_][0-9a-z_.]*\>"
syn match mlirNnfOp "\<nnf\.[a-z_][0-9a-z_]*\>"
syn match mlirClause "\<[a-z_][0-9a-z_]*\ze\s*="
syn match mlirNumber "\<-\?\d\+\(\.\d*\)\?\([eE][-+]\?\d\+\)\?\>"
syn match mlirNumber "\<0x[0-9A-Fa-f]\+\>"
syn match mlirType "\<\(bf16\|tf32\|f8E\w\+\|f16\|f32\|f64\|f80\|f128\|index\|none\|[us]\?i[1-9]\d*\)\>"
syn match mlirType "x\zs\(bf16\|f16\|f32\|f64\|index\|[us]\?i[1-9]\d*\)\>"
syn keyword mlirType tensor memref vector complex tuple
syn keyword mlirKeyword affine_map affine_set attributes dense dense_resource else func loc module private public return to
syn keyword mlirConstant true false unit
syn region mlirString start=+"+ skip=+\\\\\|\\"+ end=+"+
syn match mlirComment "//.*$" contains=mlirTest
syn match mlirTest contained "\<\(RUN\|CHECK[A-Z0-9-]*\)\ze:"

hi def link mlirValue Identifier
hi def link mlirBlock Label
hi def link mlirSymbol Function
hi def link mlirAlias PreProc
hi def link mlirOp Statement
hi def link mlirNnfOp Special
hi def link mlirClause Keyword
hi def link mlirNumber Number
hi def link mlirType Type
hi def link mlirKeyword Keyword
hi def link mlirConstant Constant
hi def link mlirString String
hi def link mlirComment Comment
hi def link mlirTest PreProc

let b:current_syntax = "mlir"
