"""libpocketrec as Python calls it (src/c_library/pocketrec.h)."""

import ctypes
import os


class _Error(ctypes.Structure):
    _fields_ = [("status", ctypes.c_int), ("message", ctypes.c_char * 508)]


class _Options(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("model", ctypes.c_char_p), ("model_bytes", ctypes.c_void_p),
                ("model_size", ctypes.c_size_t), ("data", ctypes.c_char_p), ("memory_store", ctypes.c_uint32),
                ("batched_milliseconds", ctypes.c_uint32), ("max_events", ctypes.c_uint64),
                ("max_store_bytes", ctypes.c_uint64), ("max_event_days", ctypes.c_uint64),
                ("max_events_a_day", ctypes.c_uint64), ("session_idle", ctypes.c_uint32),
                ("relaxed_limits", ctypes.c_uint32), ("strict_filters", ctypes.c_uint32),
                ("on_message", ctypes.c_void_p), ("on_message_context", ctypes.c_void_p)]


class _Reply(ctypes.Structure):
    _fields_ = [("http_status", ctypes.c_int32), ("body", ctypes.POINTER(ctypes.c_char)), ("body_size", ctypes.c_size_t)]


class Library:
    """An open instance; a context."""

    def __init__(self, model, data):
        self.library = ctypes.CDLL(os.environ["POCKETREC_C_LIBRARY"])
        self.instance = ctypes.c_void_p()
        options = _Options(size=ctypes.sizeof(_Options), model=os.fsencode(model), data=os.fsencode(data))
        self._check(self.library.pocketrec_open, ctypes.byref(options), ctypes.byref(self.instance))

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.library.pocketrec_close(ctypes.byref(self.instance))

    def handle(self, operation, request):
        """Status and body, as programs.ask() has them."""
        reply = _Reply()
        self._check(self.library.pocketrec_handle, self.instance, operation.encode(), request,
                    ctypes.c_size_t(len(request)), ctypes.byref(reply))
        try:
            return reply.http_status, reply.body[:reply.body_size]
        finally:
            self.library.pocketrec_reply_free(ctypes.byref(reply))

    @staticmethod
    def _check(call, *arguments):
        error = _Error()
        if call(*arguments, ctypes.byref(error)) != 0:
            raise OSError(f"status {error.status}: {error.message.decode()}")
