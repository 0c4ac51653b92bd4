# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Modules of torch.nn as they are captured: on the path that is made of functions of torch.nn.functional, with the results
of the path that PyTorch would take."""

import contextlib
import logging
import sys
import threading

import torch

from .._compilers import add_lock

add_lock(sys.modules[__name__], threading.RLock)  # what is exchanged belongs to the process


def _nests(encoder, src, mask, padding):
    """Whether PyTorch leaves the padding out of an encoder's computation (its nested tensors), but for what is in padding."""
    layer = encoder.layers[0]
    if not getattr(encoder, "use_nested_tensor", False) or layer.training or src.dim() != 3 or padding is None or mask is not None:
        return False
    if torch.is_autocast_enabled("cpu"):
        return False
    return not (torch.is_grad_enabled() and (src.requires_grad or any(p.requires_grad for p in layer.parameters())))


def _encoder(forward):
    """TransformerEncoder.forward, whose padding PyTorch's fused path makes zeros before the last norm."""

    def encode(self, src, mask=None, src_key_padding_mask=None, is_causal=None):
        padding = src_key_padding_mask
        if not _nests(self, src, mask, padding):
            return forward(self, src, mask, padding, is_causal)
        padding = padding != 0 if padding.is_floating_point() else padding
        # Only where nothing follows the padding of a row; that is looked at after the run.
        if getattr(self, "mask_check", True) and torch.any(padding[:, :-1] & ~padding[:, 1:]):
            return forward(self, src, mask, src_key_padding_mask, is_causal)
        norm, self.norm = self.norm, None
        try:
            output = forward(self, src, mask, src_key_padding_mask, is_causal)
        finally:
            self.norm = norm
        output = output.masked_fill(padding.unsqueeze(-1), 0.0)
        return output if norm is None else norm(output)

    return encode


@contextlib.contextmanager
def plain_modules():
    """Modules take the path that is made of functions of torch.nn.functional, not a fused one."""
    with _lock, _exchanged():
        yield


@contextlib.contextmanager
def _exchanged():
    before = torch.backends.mha.get_fastpath_enabled()
    transformer = torch.nn.modules.transformer
    look = transformer._detect_is_causal_mask
    torch.backends.mha.set_fastpath_enabled(False)
    # Only a hint: a mask that is given is applied as it is.
    encode = transformer.TransformerEncoder.forward
    if before:
        transformer.TransformerEncoder.forward = _encoder(encode)
    transformer._detect_is_causal_mask = lambda mask, is_causal=None, size=None: bool(is_causal)
    # Code that asks whether it is being compiled leaves out checks of values.
    compiling, torch.compiler._is_compiling_flag = torch.compiler._is_compiling_flag, True
    # What an op refuses is raised; it need not be logged as well.
    fakes = logging.getLogger("torch._subclasses.fake_tensor")
    level = fakes.level
    fakes.setLevel(logging.CRITICAL)
    # A count of batches stays a tensor: its value is another one in each call.
    norms = torch.nn.modules.batchnorm
    norms.float = lambda x: x if isinstance(x, torch.Tensor) else float(x)
    fused = torch._C._get_mkldnn_enabled()
    torch._C._set_mkldnn_enabled(False)
    try:
        yield
    finally:
        torch._C._set_mkldnn_enabled(fused)
        vars(norms).pop("float", None)
        fakes.setLevel(level)
        torch.compiler._is_compiling_flag = compiling
        transformer._detect_is_causal_mask = look
        transformer.TransformerEncoder.forward = encode
        torch.backends.mha.set_fastpath_enabled(before)
