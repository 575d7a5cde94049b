import Foundation
import TerminalTestSupport
import Testing

/// A real proxy, or a real server in front of another, which listens on a loopback port.
final class ProxyPeer: Sendable {
  let port: Int
  /// What holds its configuration; it goes with the peer.
  private let folder: TemporaryFolder
  private let child: Child

  var address: String { "127.0.0.1:\(port)" }

  /// Starts it with a configuration for the port, and waits until it takes connections.
  static func start(
    _ launch: (_ port: Int, _ folder: TemporaryFolder) throws -> Child
  ) async throws -> ProxyPeer {
    let peer = try ProxyPeer(launch)
    // Programs of this kind say nothing when they listen: the first connect that is not refused shows it.
    for _ in 0..<500 {
      let knock = try await Program.run(
        ["send", "--no-proxy-env", "--handshake-timeout", "0.2", "ws://127.0.0.1:\(peer.port)/", "x"])
      if knock.status != 69 { return peer }
    }
    peer.end()
    let outcome = await peer.child.outcome()
    throw Spawn.Failure(description: "a peer does not listen: \(outcome.text)\(outcome.errors)")
  }

  private init(_ launch: (_ port: Int, _ folder: TemporaryFolder) throws -> Child) throws {
    port = try FreePort.find()
    folder = try TemporaryFolder()
    child = try launch(port, folder)
  }

  func end() { child.end() }

  /// Starts tinyproxy with more lines of its configuration.
  static func tinyproxy(_ more: String = "") async throws -> ProxyPeer {
    try await start { port, folder in
      let file = try folder.file(
        "tinyproxy.conf",
        Data("Port \(port)\nListen 127.0.0.1\nAllow 127.0.0.1\nTimeout 60\n\(more)\n".utf8))
      return try Peer.launch("/usr/bin/tinyproxy", ["-d", "-c", file])
    }
  }

  /// Starts microsocks with more options.
  static func microsocks(_ more: [String] = []) async throws -> ProxyPeer {
    try await start { port, _ in
      try Peer.launch("/usr/bin/microsocks", ["-i", "127.0.0.1", "-p", "\(port)"] + more)
    }
  }

  /// Starts squid, which lets in users that prove by Basic or Digest that they are `me` with the password `Qz9`.
  static func squid(digest: Bool) async throws -> ProxyPeer {
    let secret = digest ? "me:r:2d8ca70771a0366c4efffa4708edc9ce" : "me:$apr1$wscope$vqu/s3a0Q5oQI3b6Lmv4s1"
    return try await start { port, folder in
      let users = try folder.file("users", Data("\(secret)\n".utf8))
      let program = digest ? "digest_file_auth -c" : "basic_ncsa_auth"
      let kind = digest ? "digest" : "basic"
      let lines = [
        "http_port 127.0.0.1:\(port)", "auth_param \(kind) program /usr/lib/squid/\(program) \(users)",
        "auth_param \(kind) realm r", "acl known proxy_auth REQUIRED", "http_access allow known",
        "http_access deny all", "cache deny all", "access_log none", "cache_log /dev/null",
        "cache_store_log none", "pid_filename none", "shutdown_lifetime 0 seconds", "coredump_dir /",
      ]
      let file = try folder.file("squid.conf", Data((lines.joined(separator: "\n") + "\n").utf8))
      return try Peer.launch("/usr/sbin/squid", ["-N", "-f", file])
    }
  }

  /// Starts dante's server without authentication, which leads to this machine but not to 127.0.0.9.
  static func dante() async throws -> ProxyPeer {
    try await start { port, folder in
      let lines = [
        "logoutput: stderr", "internal: 127.0.0.1 port = \(port)", "external: lo", "clientmethod: none",
        "socksmethod: none", "user.privileged: root", "user.unprivileged: nobody",
        "client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }", "socks block { from: 0.0.0.0/0 to: 127.0.0.9/32 }",
        "socks pass { from: 127.0.0.0/8 to: 127.0.0.0/8 }",
      ]
      let file = try folder.file("danted.conf", Data((lines.joined(separator: "\n") + "\n").utf8))
      return try Peer.launch("/usr/sbin/danted", ["-f", file])
    }
  }

  /// Starts nginx with TLS of this version alone, in front of a server; with `demands` it demands a client's certificate. Below
  /// `/plain` it does not pass the upgrade on.
  static func nginx(
    _ certificates: Certificates, tls version: String, before backend: String, demands: Bool
  ) async throws -> ProxyPeer {
    try await start { port, folder in
      let places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].enumerated().map { index, name in
        "\(name)_temp_path \(folder.path("t\(index)"));"
      }
      let text = """
        daemon off; pid \(folder.path("pid")); error_log stderr; worker_processes 1;
        events {}
        http {
          access_log off; \(places.joined(separator: " "))
          server {
            listen 127.0.0.1:\(port) ssl;
            ssl_certificate \(certificates.serverFiles[0]); ssl_certificate_key \(certificates.serverFiles[1]);
            ssl_protocols TLSv\(version); ssl_client_certificate \(certificates.authority);
            ssl_verify_client \(demands ? "on" : "off");
            location / {
              proxy_pass http://\(backend); proxy_http_version 1.1; proxy_set_header Host $http_host;
              proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;
            }
            location /plain { proxy_pass http://\(backend); }
          }
        }

        """
      let file = try folder.file("nginx.conf", Data(text.utf8))
      return try Peer.launch("/usr/sbin/nginx", ["-c", file, "-e", "stderr"])
    }
  }

  /// Starts HAProxy in front of a server: with a file of a certificate and its key it speaks TLS and passes bytes, without it HTTP, whose
  /// tunnels it ends when nothing has passed for a second.
  static func haproxy(before backend: String, tls file: String? = nil) async throws -> ProxyPeer {
    try await start { port, folder in
      let text = """
        defaults
          mode \(file == nil ? "http" : "tcp")
          timeout connect 5s
          timeout client 30s
          timeout server 30s
          timeout tunnel \(file == nil ? "1s" : "30s")
        listen l
          bind 127.0.0.1:\(port)\(file.map { " ssl crt \($0)" } ?? "")
          server s \(backend)

        """
      let file = try folder.file("haproxy.cfg", Data(text.utf8))
      return try Peer.launch("/usr/sbin/haproxy", ["-f", file])
    }
  }

  /// Starts stunnel in front of a server or a proxy; with `demands` it demands a certificate of the test's authority.
  static func stunnel(
    _ certificate: String, before backend: String, demands authority: String? = nil
  ) async throws -> ProxyPeer {
    try await start { port, folder in
      let demand = authority.map { "CAfile = \($0)\nverifyChain = yes\n" } ?? ""
      let text =
        "foreground = yes\npid =\n[s]\naccept = 127.0.0.1:\(port)\nconnect = \(backend)\ncert = \(certificate)\n"
        + demand
      return try Peer.launch("/usr/bin/stunnel4", [try folder.file("stunnel.conf", Data(text.utf8))])
    }
  }
}
