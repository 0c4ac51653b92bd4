# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Architectures of the package `transformers`, small and with random weights: nothing is downloaded.

    for name, make in ARCHITECTURES.items(): model, inputs = make()
"""

import torch

_TEXT = dict(vocab_size=99, hidden_size=64, num_hidden_layers=2, num_attention_heads=4, intermediate_size=128)
_IDS = (2, 24)


def _ids(vocabulary=99, size=_IDS):
    return torch.randint(3, vocabulary, size)


def _mask():
    mask = torch.ones(_IDS, dtype=torch.long)
    mask[1, 17:] = 0
    return mask


def _pixels(size=64, batch=2):
    return torch.randn(batch, 3, size, size)


def _make(module, config, options, inputs):
    def make():
        import transformers
        settings = getattr(transformers, config)(**options)
        torch.manual_seed(0)
        model = getattr(transformers, module)(settings).eval()
        # Norms and biases that are not all ones and zeros: an exchanged one would not be seen.
        with torch.no_grad():
            for p in model.parameters():
                p.add_(0.02 * torch.randn_like(p))
        return model, inputs()
    return make


def _text(module, config, **options):
    return _make(module, config, {**_TEXT, **options}, lambda: dict(input_ids=_ids(), attention_mask=_mask()))


def _decoder(module, config, **options):
    base = dict(max_position_embeddings=64, num_key_value_heads=2, use_cache=False)
    return _text(module, config, **{**base, **options})


def _image(module, config, **options):
    return _make(module, config, options, lambda: dict(pixel_values=_pixels()))


_VIT = dict(hidden_size=64, num_hidden_layers=2, num_attention_heads=4, intermediate_size=128, image_size=64, patch_size=16)
_SWIN = dict(image_size=64, patch_size=4, embed_dim=16, depths=[1, 1], num_heads=[2, 4], window_size=4)
_CLIP = dict(text_config=dict(_TEXT, max_position_embeddings=64, bos_token_id=0, eos_token_id=98),
             vision_config=_VIT, projection_dim=32)


def _clip_inputs():
    return dict(input_ids=_ids(), attention_mask=_mask(), pixel_values=_pixels())


def _encoder_decoder():
    return dict(input_ids=_ids(), attention_mask=_mask(), decoder_input_ids=_ids(size=(2, 9)), use_cache=False)


ARCHITECTURES = {
    "BERT": _text("BertForMaskedLM", "BertConfig"),
    "RoBERTa": _text("RobertaForMaskedLM", "RobertaConfig"),
    "DistilBERT": _make("DistilBertForMaskedLM", "DistilBertConfig", dict(vocab_size=99, dim=64, n_layers=2, n_heads=4, hidden_dim=128),
                        lambda: dict(input_ids=_ids(), attention_mask=_mask())),
    "ALBERT": _text("AlbertForMaskedLM", "AlbertConfig", embedding_size=32),
    "ELECTRA": _text("ElectraForPreTraining", "ElectraConfig", embedding_size=32),
    "GPT-2": _make("GPT2LMHeadModel", "GPT2Config", dict(vocab_size=99, n_embd=64, n_layer=2, n_head=4, n_positions=64, use_cache=False),
                   lambda: dict(input_ids=_ids(), attention_mask=_mask())),
    "OPT": _make("OPTForCausalLM", "OPTConfig", dict(vocab_size=99, hidden_size=64, num_hidden_layers=2, num_attention_heads=4,
                                                    ffn_dim=128, max_position_embeddings=64, word_embed_proj_dim=64, use_cache=False),
                 lambda: dict(input_ids=_ids(), attention_mask=_mask())),
    "Llama": _decoder("LlamaForCausalLM", "LlamaConfig"),
    "Mistral": _decoder("MistralForCausalLM", "MistralConfig", sliding_window=8),
    "Mixtral": _decoder("MixtralForCausalLM", "MixtralConfig", num_local_experts=4, experts_implementation="batched_mm"),
    "Qwen2": _decoder("Qwen2ForCausalLM", "Qwen2Config"),
    "Gemma": _decoder("GemmaForCausalLM", "GemmaConfig", head_dim=16),
    "Phi": _text("PhiForCausalLM", "PhiConfig", max_position_embeddings=64, use_cache=False),
    "T5": _make("T5ForConditionalGeneration", "T5Config",
                dict(vocab_size=99, d_model=64, d_kv=16, d_ff=128, num_layers=2, num_heads=4, decoder_start_token_id=0), _encoder_decoder),
    "BART": _make("BartForConditionalGeneration", "BartConfig",
                  dict(vocab_size=99, d_model=64, encoder_layers=2, decoder_layers=2, encoder_attention_heads=4, decoder_attention_heads=4,
                       encoder_ffn_dim=128, decoder_ffn_dim=128, max_position_embeddings=64), _encoder_decoder),
    "Whisper": _make("WhisperForConditionalGeneration", "WhisperConfig",
                     dict(vocab_size=99, num_mel_bins=16, d_model=64, encoder_layers=2, decoder_layers=2, encoder_attention_heads=4,
                          decoder_attention_heads=4, encoder_ffn_dim=128, decoder_ffn_dim=128, max_source_positions=32,
                          max_target_positions=32, pad_token_id=0, bos_token_id=1, eos_token_id=2, decoder_start_token_id=1),
                     lambda: dict(input_features=torch.randn(2, 16, 64), decoder_input_ids=_ids(size=(2, 9)), use_cache=False)),
    "Wav2Vec2": _make("Wav2Vec2ForCTC", "Wav2Vec2Config",
                      dict(vocab_size=32, hidden_size=64, num_hidden_layers=2, num_attention_heads=4, intermediate_size=128,
                           conv_dim=(32, 32, 32), conv_stride=(5, 2, 2), conv_kernel=(10, 3, 3), num_conv_pos_embeddings=16,
                           num_conv_pos_embedding_groups=4), lambda: dict(input_values=torch.randn(2, 1600))),
    "ViT": _image("ViTForImageClassification", "ViTConfig", **_VIT),
    "DeiT": _image("DeiTForImageClassification", "DeiTConfig", **_VIT),
    "DINOv2": _image("Dinov2ForImageClassification", "Dinov2Config", hidden_size=64, num_hidden_layers=2, num_attention_heads=4,
                     image_size=64, patch_size=16),
    "Swin": _image("SwinForImageClassification", "SwinConfig", **_SWIN),
    "SegFormer": _image("SegformerForSemanticSegmentation", "SegformerConfig", hidden_sizes=[16, 32], depths=[1, 1], num_encoder_blocks=2,
                        sr_ratios=[4, 2], patch_sizes=[7, 3], strides=[4, 2], num_attention_heads=[1, 2], mlp_ratios=[2, 2],
                        decoder_hidden_size=32),
    "ResNet": _image("ResNetForImageClassification", "ResNetConfig", embedding_size=16, hidden_sizes=[16, 32, 64], depths=[1, 2, 1]),
    "ConvNeXt": _image("ConvNextForImageClassification", "ConvNextConfig", hidden_sizes=[16, 32, 64, 96], depths=[1, 1, 2, 1]),
    "MobileNetV2": _image("MobileNetV2ForImageClassification", "MobileNetV2Config", depth_multiplier=0.35, image_size=64),
    "EfficientNet": _image("EfficientNetForImageClassification", "EfficientNetConfig", image_size=64, width_coefficient=0.5,
                           depth_coefficient=0.5, hidden_dim=640),
    "CLIP": _make("CLIPModel", "CLIPConfig", _CLIP, _clip_inputs),
}
