#include "textflag.h"

// func xorLong(dst, src *byte, n int, first, last uint32)
TEXT ·xorLong(SB), NOSPLIT, $0-32
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ n+16(FP), CX
	MOVL first+24(FP), AX
	MOVQ AX, X0
	PSHUFD $0, X0, X0
	MOVL last+28(FP), AX
	MOVQ AX, X5
	PSHUFD $0, X5, X5

	// The last 16 bytes: they are read now, and written at the end.
	MOVOU -16(SI)(CX*1), X6
	PXOR X5, X6
	LEAQ -16(DI)(CX*1), DX

four:
	CMPQ CX, $64
	JLT  one
	MOVOU (SI), X1
	MOVOU 16(SI), X2
	MOVOU 32(SI), X3
	MOVOU 48(SI), X4
	PXOR X0, X1
	PXOR X0, X2
	PXOR X0, X3
	PXOR X0, X4
	MOVOU X1, (DI)
	MOVOU X2, 16(DI)
	MOVOU X3, 32(DI)
	MOVOU X4, 48(DI)
	ADDQ $64, SI
	ADDQ $64, DI
	SUBQ $64, CX
	JMP  four

one:
	CMPQ CX, $16
	JLE  done
	MOVOU (SI), X1
	PXOR X0, X1
	MOVOU X1, (DI)
	ADDQ $16, SI
	ADDQ $16, DI
	SUBQ $16, CX
	JMP  one

done:
	MOVOU X6, (DX)
	RET
