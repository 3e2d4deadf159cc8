// A hall between the phone and the hall: passes everything on, and lets a story change what comes back. The
// browser fetches a worker's script by itself, where a story's routes do not reach.
import http from "node:http";

/** `change(path, body)` gives the body to answer with. */
export async function between(target, change) {
  const upstream = new URL(target);
  const server = http.createServer((request, response) => {
    const headers = { ...request.headers, host: upstream.host };
    if (headers.origin) {
      headers.origin = upstream.origin;
    }
    delete headers["accept-encoding"];
    const { hostname, port } = upstream;
    const onward = http.request({ hostname, port, path: request.url, method: request.method, headers }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () => {
        const body = change(request.url, Buffer.concat(chunks));
        const { "content-length": _, "transfer-encoding": __, ...kept } = answer.headers;
        response.writeHead(answer.statusCode, kept);
        response.end(body);
      });
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  await new Promise((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
