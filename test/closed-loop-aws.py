"""The real `aws` command line, ready to go: a process that has it loaded, and forks for every call.

    closed-loop-aws.py serve SOCKET     until standard input closes
    closed-loop-aws.py call SOCKET ...  what `aws ...` does, with this process's environment and streams

A call takes a tenth of a second in this way, and nearly a whole one when each loads the program anew.
"""

import json
import os
import socket
import sys


def call(path, arguments):
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(path)
        body = json.dumps({"arguments": arguments, "environment": dict(os.environ), "folder": os.getcwd()}).encode()
        socket.send_fds(server, [len(body).to_bytes(4, "big")], [0, 1, 2])
        server.sendall(body)
        answer = server.recv(1)
    return answer[0] if answer else 255


def serve(path):
    import threading

    from awscli.clidriver import create_clidriver

    driver = create_clidriver()
    for service in ("cloudtrail", "cloudwatch", "logs", "securityhub", "sns", "sts"):
        driver.session.get_service_model(service)
        driver.session.create_client(service, "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")

    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen(16)
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print("ready", flush=True)
    while True:
        client, _ = server.accept()
        if os.fork() == 0:
            answer(client, driver)
        client.close()
        while True:
            try:
                if os.waitpid(-1, os.WNOHANG)[0] == 0:
                    break
            except ChildProcessError:
                break


def answer(client, driver):
    length, streams, _, _ = socket.recv_fds(client, 4, 3)
    size = int.from_bytes(length, "big")
    body = b""
    while len(body) < size:
        body += client.recv(size - len(body))
    asked = json.loads(body)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    code = 255
    try:
        code = driver.main(asked["arguments"]) or 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        client.sendall(bytes([code & 255]))
        os._exit(0)


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2])
    else:
        sys.exit(call(sys.argv[2], sys.argv[3:]))
