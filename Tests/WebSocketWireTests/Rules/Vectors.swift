import Foundation
import Testing

/// The vector files.
enum Vectors {
  static func frames() throws -> [FrameVector] { try load("violations") }
  static func handshakes() throws -> [HandshakeVector] { try load("handshakes") }

  private static func load<Row: Decodable>(_ name: String) throws -> [Row] {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Vectors"))
    return try JSONDecoder().decode([Row].self, from: Data(contentsOf: url))
  }
}
