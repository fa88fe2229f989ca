/* For tests under wine only, never shipped: wine's own library of colour profiles lacks two functions that Qt asks for
   by name when it opens a window. It asks for the profile of the screen; each of these says that there is none. */

__declspec(dllexport) void *WcsOpenColorProfileW(void *profile, void *device, void *model, unsigned access,
                                                 unsigned share, unsigned creation, unsigned flags)
{
    (void)profile, (void)device, (void)model, (void)access, (void)share, (void)creation, (void)flags;
    return 0;
}

__declspec(dllexport) void *WcsCreateIccProfile(void *profile, unsigned options)
{
    (void)profile, (void)options;
    return 0;
}

__declspec(dllexport) void *OpenColorProfileW(void *profile, unsigned access, unsigned share, unsigned creation)
{
    (void)profile, (void)access, (void)share, (void)creation;
    return 0;
}

__declspec(dllexport) int GetColorProfileFromHandle(void *handle, void *buffer, void *size)
{
    (void)handle, (void)buffer, (void)size;
    return 0;
}

__declspec(dllexport) int CloseColorProfile(void *handle)
{
    (void)handle;
    return 1;
}

enum { NOT_FOUND = -1 };

__declspec(dllexport) int ColorProfileGetDisplayDefault(void)
{
    return NOT_FOUND;
}
