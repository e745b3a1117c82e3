"""ClickHouse in process, in the place of a server: speaks as much of its HTTP interface as a client needs.

POST / with the query as body answers with its rows; what fails answers with status 500 and ClickHouse's own text. Prints the port that
it listens on, and ends when its standard input does. The library comes with the npm package @chdb/lib-linux-x64-gnu.
"""
import ctypes
import os
import sys
import threading
import traceback
from http.server import BaseHTTPRequestHandler, HTTPServer

LIBRARY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "node_modules", "@chdb", "lib-linux-x64-gnu", "libchdb.so")


class ClickHouse:
    def __init__(self):
        lib = self.lib = ctypes.CDLL(LIBRARY)
        for name, result, arguments in (
            ("chdb_connect", ctypes.POINTER(ctypes.c_void_p), [ctypes.c_int, ctypes.POINTER(ctypes.c_char_p)]),
            ("chdb_query", ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p]),
            ("chdb_result_buffer", ctypes.c_void_p, [ctypes.c_void_p]),
            ("chdb_result_length", ctypes.c_size_t, [ctypes.c_void_p]),
            ("chdb_result_error", ctypes.c_char_p, [ctypes.c_void_p]),
            ("chdb_destroy_query_result", None, [ctypes.c_void_p]),
        ):
            function = getattr(lib, name)
            function.restype, function.argtypes = result, arguments
        self.connection = lib.chdb_connect(1, (ctypes.c_char_p * 1)(b"clickhouse"))
        # The signals of its profilers would reach this interpreter's threads too.
        self.query(b"SET query_profiler_real_time_period_ns = 0, query_profiler_cpu_time_period_ns = 0")

    def query(self, text):
        """The answer and None, or nothing and the error."""
        result = self.lib.chdb_query(self.connection[0], text, b"TabSeparated")
        try:
            error = self.lib.chdb_result_error(result)
            if error:
                return b"", error
            return ctypes.string_at(self.lib.chdb_result_buffer(result), self.lib.chdb_result_length(result)), None
        finally:
            self.lib.chdb_destroy_query_result(result)


class Handler(BaseHTTPRequestHandler):
    engine = None

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("X-ClickHouse-Key", "") not in ("", "secret"):
            self.answer(516, b"Code: 516. DB::Exception: default: Authentication failed: password is incorrect")
            return
        try:
            rows, error = self.engine.query(body)
        except Exception:
            rows, error = b"", traceback.format_exc().encode()
        self.answer(200 if error is None else 500, rows if error is None else error)

    def answer(self, status, body):
        self.send_response(403 if status == 516 else status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def end_with_input():
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    Handler.engine = ClickHouse()
    server = HTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)
    threading.Thread(target=end_with_input, daemon=True).start()
    server.serve_forever()
