"""What Tencent's platforms share: signatures, the envelope of encrypted pushes, bodies that are read safely."""
