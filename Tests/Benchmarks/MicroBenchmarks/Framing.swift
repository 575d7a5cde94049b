import CReference
import WebSocketWire

/// Frames of 64 bytes, read and written.
enum Framing {
  private static let count = 16384
  private static let payload = [UInt8](repeating: 0x61, count: 64)

  static func decoding() -> Contest {
    let header = FrameHeader(opcode: .binary, payloadLength: UInt64(payload.count))
    let frames = Array(repeatElement(FrameEncoder.encode(header, payload: payload), count: count).joined())
    return Contest(
      title: "decode 64 B frames", unit: .nanoseconds(count),
      contenders: [
        Contender("wscope") {
          var decoder = FrameDecoder()
          var index = 0
          var total = 0
          while let step = decoder.next(in: frames.span.bytes, at: &index) {
            if case .payload(let range, _) = step { total += range.count }
          }
          keep(total)
        },
        Contender("C") { keep(reference_decode(frames, frames.count)) },
      ])
  }

  static func encoding() -> Contest {
    var output: [UInt8] = []
    output.reserveCapacity(count * (payload.count + FrameHeader.maximumCount))
    let target = UnsafeMutablePointer<UInt8>.allocate(capacity: output.capacity)
    target.initialize(repeating: 0, count: output.capacity)
    return Contest(
      title: "encode 64 B frames, masked", unit: .nanoseconds(count),
      contenders: [
        Contender("wscope") {
          output.removeAll(keepingCapacity: true)
          for number in 0..<count {
            let header = FrameHeader(
              opcode: .binary, maskingKey: MaskingKey(bigEndian: UInt32(number)),
              payloadLength: UInt64(payload.count))
            FrameEncoder.append(header, to: &output)
            FrameEncoder.append(payload.span.bytes, of: header, to: &output)
          }
          keep(output.count)
        },
        Contender("C") {
          var used = 0
          for number in 0..<count {
            used += reference_encode(target + used, 0x82, payload, payload.count, UInt32(number))
          }
          keep(used)
        },
      ])
  }
}
