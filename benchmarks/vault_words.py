"""Invented words for vaults of notes: titles of papers, sentences in four languages, names of people and projects."""

from __future__ import annotations

from random import Random

SYLLABLES = tuple("ka lo mi ren tu vor sel dan pha qui zet bru nio gal hex ild oma rix sto wen".split())
QUALITIES = (
    *("Sparse", "Gated", "Elastic", "Patient", "Layered", "Frugal", "Recurrent", "Folded", "Quiet", "Modular"),
    *("Hierarchical", "Adaptive", "Streaming", "Balanced", "Cascaded", "Uncertain", "Progressive", "Tiled"),
)
MEANS = (
    *("Attention", "Transformers", "Kernels", "Graph Neural Networks", "Diffusion Models", "Prototypes", "Adapters"),
    *("Contrastive Learning", "Knowledge Distillation", "Memory Banks", "Convolutions", "Token Mixing", "Quantization"),
    *("Self-Supervised Learning", "Reinforcement Learning", "Prompts", "Masks", "Retrieval", "Low-Rank Updates"),
)
TASKS = (
    *("Object Detection", "Semantic Segmentation", "Image Classification", "Machine Translation", "Speech Recognition"),
    *("Pose Estimation", "Point Cloud Registration", "Question Answering", "Image Restoration", "Visual Tracking"),
    *("Depth Estimation", "Text Summarization", "Person Re-Identification", "Medical Imaging", "Video Understanding"),
    *("Anomaly Detection", "Time Series Forecasting", "Robot Grasping", "Optical Flow", "Code Generation"),
)
SECTIONS = (
    *("Object Detection", "Segmentation", "Transformers", "Language Models", "Generative Models", "Robotics"),
    *("Self-Supervised Learning", "Model Compression", "Graph Neural Networks", "Medical Imaging", "Surveys"),
)
TAGS = (
    *("transformer", "backbone", "pruning", "distillation", "detection", "segmentation", "survey", "benchmark"),
    *("self-supervised", "multimodal", "efficiency", "toread", "robustness", "3d", "video", "speech", "theory"),
)
VENUES = ("CVPR", "ICCV", "ECCV", "NeurIPS", "ICML", "ICLR", "ACL", "EMNLP", "AAAI", "SIGIR")
GIVEN = ("Ada", "Bo", "Chen", "Dora", "Emil", "Farah", "Goran", "Hana", "Ivo", "Jun", "Kaito", "Lena", "Mina", "Noor")
FAMILY = ("Abend", "Brook", "Corvin", "Deng", "Ekholm", "Fujii", "Gao", "Hwang", "Ito", "Jansen", "Kim", "Lindqvist")

CHINESE = (
    *("这篇文章", "作者把", "特征图", "分成几块", "先训练", "再微调", "速度更快", "精度不掉", "网络结构", "很简单"),
    *("注意力机制", "目标检测", "语义分割", "在小数据上", "也能收敛", "损失函数", "改成两项", "值得一读", "代码清楚"),
    *("对照实验", "做得仔细", "显存占用", "减少一半", "适合入门", "可以换到", "自己的任务", "图像分类", "预训练模型"),
)
JAPANESE = (
    *(
        "この論文は",
        "特徴マップを",
        "小さく分けて",
        "学習する",
        "精度は落ちず",
        "計算は半分",
        "画像認識と",
        "物体検出の",
    ),
    *("両方で", "試している", "実装は", "読みやすい", "次に読む", "データが少なくても", "うまくいく"),
)
KOREAN = (
    *(
        "이 논문은",
        "특징 맵을",
        "나누어",
        "학습한다",
        "정확도는",
        "그대로이고",
        "계산은 절반",
        "객체 탐지와",
        "분할에서",
    ),
    *("모두 좋다", "코드가", "읽기 쉽다", "다음에 볼 것", "데이터가 적어도", "잘 된다"),
)
ENGLISH = (
    *("the branch is folded away", "after training", "one layer decides", "which channels stay", "at half the memory"),
    *("the ablation is careful", "for object detection", "and the code is short", "a good place to begin"),
    *("with fewer labels", "the loss has two terms", "it still converges", "on a single card", "the tables compare"),
    *("every baseline", "with the same budget", "worth a second look", "self-supervised learning helps", "in the end"),
)
MARKS = {"zh": (CHINESE, "", "，", "。"), "ja": (JAPANESE, "", "、", "。"), "ko": (KOREAN, " ", ", ", ".")}
"""Language → pieces, what joins them, what stands between some of them, and what ends a sentence."""


def coined(number: int) -> str:
    """Return a name that no other number has."""
    digits = [SYLLABLES[number % 20]]
    while number := number // 20:
        digits.append(SYLLABLES[number % 20])
    return "".join(digits).capitalize() + ("ix" if len(digits) == 1 else "")


def paper_title(random: Random, number: int) -> str:
    """Return the title of a paper; no two numbers share one."""
    name, quality, means, task = coined(number), *map(random.choice, (QUALITIES, MEANS, TASKS))
    forms = (
        f"{name}: {quality} {means} for {task}",
        f"{name}Net: {means} Meet {task}",
        f"Towards {quality} {task} with {means} and {name}",
        f"{name}: Rethinking {means} for {quality} {task} in the Wild",
    )
    return random.choice(forms)


def person(number: int) -> str:
    """Return the name of a person."""
    given, family = GIVEN[number % len(GIVEN)], FAMILY[number // len(GIVEN) % len(FAMILY)]
    rest = number // (len(GIVEN) * len(FAMILY))
    return f"{given} {coined(rest)} {family}" if rest else f"{given} {family}"


def sentence(random: Random, language: str, pieces: int) -> str:
    """Return a sentence of so many pieces; `language` is `zh`, `ja`, `ko` or `en`."""
    if language == "en":
        return ", ".join(random.choices(ENGLISH, k=pieces)).capitalize() + "."
    words, joint, comma, stop = MARKS[language]
    said = random.choices(words, k=pieces)
    return comma.join(joint.join(said[start : start + 3]) for start in range(0, pieces, 3)) + stop
