/* For tests under wine only, never shipped: every Windows 10 has this library, wine 8 has not, and Qt's core asks for
   it by name when it is loaded. Qt uses it for texts in encodings other than Unicode, which the program never reads, so
   each function only says that it cannot do what it is asked. */

#define STUB(name) \
    __declspec(dllexport) void *name(void) { return 0; }

enum { U_UNSUPPORTED_ERROR = 16 };

__declspec(dllexport) void *ucnv_open(const char *name, int *error)
{
    (void)name;
    if (error)
        *error = U_UNSUPPORTED_ERROR;
    return 0;
}

STUB(ucnv_close)
STUB(ucnv_reset)
STUB(ucnv_getMaxCharSize)
STUB(ucnv_getName)
STUB(ucnv_getStandardName)
STUB(ucnv_getAvailableName)
STUB(ucnv_countAvailable)
STUB(ucnv_getToUCallBack)
STUB(ucnv_setToUCallBack)
STUB(ucnv_getFromUCallBack)
STUB(ucnv_setFromUCallBack)
STUB(UCNV_TO_U_CALLBACK_SUBSTITUTE)
STUB(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
STUB(ucnv_cbToUWriteUChars)
STUB(ucnv_cbFromUWriteUChars)
STUB(ucnv_toUnicode)
STUB(ucnv_fromUnicode)
STUB(ucnv_toUCountPending)
STUB(ucnv_fromUCountPending)
