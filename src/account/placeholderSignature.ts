import type { Hex } from 'viem'

/** Of a length and shape that the modules accept, so that gas can be estimated; signs nothing. */
export const placeholderSignature: Hex =
  '0x73c3ac716c487ca34bb858247b5ccf1dc354fbaabdd089af3b2ac8e78ba85a4959a2d76250325bd67c11771c31fccda87c33ceec17cc0de912690521bb95ffcb1b'
