public import WebSocketWire

/// A client and a server joined in memory.
public struct Loopback {
  public let client: Connection
  public let server: Connection
  public let clientSide = Recorder(of: .client)
  public let serverSide = Recorder(of: .server)
  private let pieceSize: Int
  private var serverHasEnded = false

  /// `pieceSize` is the most bytes that arrive at a time.
  public init(
    request: OpeningRequest, terms: UpgradeTerms = UpgradeTerms(), clientLimits: Limits = Limits(),
    serverLimits: Limits = Limits(), pieceSize: Int = .max, seed: UInt64 = 1
  ) {
    client = Connection(client: request, limits: clientLimits, generator: SeededGenerator(seed: seed))
    server = Connection(server: terms, limits: serverLimits)
    self.pieceSize = pieceSize
  }

  /// Carries bytes both ways until no one has any; a server that is done ends the stream, which the client then sees.
  public mutating func pump() {
    while true {
      let up = client.takeOutput()
      for piece in cut(up) { server.receive(piece.span.bytes, into: serverSide) }
      let down = server.takeOutput()
      for piece in cut(down) { client.receive(piece.span.bytes, into: clientSide) }
      if up.isEmpty, down.isEmpty { break }
    }
    if server.state == .ended, !serverHasEnded {
      serverHasEnded = true
      client.receiveEOF(into: clientSide)
    }
  }

  private func cut(_ bytes: [UInt8]) -> [[UInt8]] {
    guard !bytes.isEmpty, pieceSize < bytes.count else { return bytes.isEmpty ? [] : [bytes] }
    return stride(from: 0, to: bytes.count, by: pieceSize).map {
      Array(bytes[$0..<min($0 + pieceSize, bytes.count)])
    }
  }
}
