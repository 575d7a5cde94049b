import Foundation
import Testing

/// `request_server.py`: answers by a request's path, and reports every request.
struct RequestPeer {
  /// What the server saw of a connection.
  struct Report: Decodable {
    var line: String
    var fields: [[String]]
    var messages: [String]
    /// nil where no Close came, 1005 for one that is empty.
    var close: Int?

    /// The value of the first field of that name, letter case ignored.
    func field(_ name: String) -> String? {
      fields.first { $0[0].lowercased() == name.lowercased() }?[1]
    }
  }

  let peer: Peer

  static func start(_ certificates: [String] = []) async throws -> RequestPeer {
    RequestPeer(peer: try await Peer.start("request_server.py", certificates))
  }

  var port: Int { peer.port }

  func url(_ path: String, scheme: String = "ws", host: String = "127.0.0.1") -> String {
    "\(scheme)://\(host):\(peer.port)\(path)"
  }

  func end() { peer.end() }

  /// The reports of that many connections, in the order of their ends.
  func reports(_ count: Int) async throws -> [Report] {
    let bytes = await peer.child.output.wait { bytes in
      bytes.count { $0 == UInt8(ascii: "\n") } > count
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n")).dropFirst()
    try #require(lines.count == count, "\(String(decoding: bytes, as: UTF8.self))")
    return try lines.map { try JSONDecoder().decode(Report.self, from: $0) }
  }
}
