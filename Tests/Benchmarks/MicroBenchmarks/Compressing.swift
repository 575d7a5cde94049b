import CZlib
import WebSocketWire

/// Messages of 4 KiB, compressed and inflated with one context.
enum Compressing {
  private static let size = 4096
  private static let count = 64
  private static let side = NegotiatedDeflate.Side()

  private static let messages: [[UInt8]] = {
    let records = (0..<20000).map {
      "{\"id\":\($0),\"user\":\"user-\($0 &* 7919 % 64)\",\"price\":\($0 &* 104_729 % 9973)},"
    }
    let bytes = Array(records.joined().utf8)
    return (0..<count).map { Array(bytes[$0 * size..<($0 + 1) * size]) }
  }()

  static func deflating() -> Contest? {
    guard let deflater = Deflater(side, level: 6) else { return nil }
    let alone = ZlibAlone()
    var output: [UInt8] = []
    return Contest(
      title: "deflate 4 KiB messages", unit: .gigabytes(size * count),
      contenders: [
        Contender("wscope") {
          for message in messages {
            output.removeAll(keepingCapacity: true)
            deflater.append(message.span.bytes, isLast: true, to: &output)
          }
          keep(output.count)
        },
        Contender("zlib alone") { for message in messages { keep(alone.deflate(message)) } },
      ])
  }

  static func inflating() -> Contest? {
    guard let deflater = Deflater(side, level: 6) else { return nil }
    let packed = messages.map { message in
      var output: [UInt8] = []
      deflater.append(message.span.bytes, isLast: true, to: &output)
      return output
    }
    var block: [UInt8] = []
    return Contest(
      title: "inflate 4 KiB messages", unit: .gigabytes(size * count),
      contenders: [
        Contender("wscope") {
          let inflater = Inflater(side)
          for message in packed {
            var index = 0
            while case .block(let count) = inflater.next(in: message.span.bytes, at: &index, into: &block) {
              keep(count)
            }
            index = 0
            while case .block(let count) = inflater.finish(at: &index, into: &block) { keep(count) }
          }
        },
        Contender("zlib alone") {
          let alone = ZlibAlone()
          for message in packed { keep(alone.inflate(message + [0, 0, 0xFF, 0xFF])) }
        },
      ])
  }
}
