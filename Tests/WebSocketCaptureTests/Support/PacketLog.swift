@testable import WebSocketCapture

/// Keeps the packets of a capture.
final class PacketLog: PacketSink {
  struct Entry: Hashable {
    let packet: Packet
    let bytes: [UInt8]
  }

  private(set) var entries: [Entry] = []
  private(set) var secrets = 0

  func receive(_ packet: Packet, bytes: RawSpan) {
    entries.append(Entry(packet: packet, bytes: bytes.withUnsafeBytes { Array($0) }))
  }

  func noteSecrets() { secrets += 1 }

  /// Reads a file that comes in these pieces; the fault, if there is one.
  func read(_ pieces: [[UInt8]]) -> CaptureFault? {
    var reader = CaptureReader()
    do throws(CaptureFault) {
      for piece in pieces { try reader.receive(piece.span.bytes, into: self) }
      try reader.end(into: self)
      return nil
    } catch {
      return error
    }
  }
}
