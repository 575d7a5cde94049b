/// Frames to bytes, legal or not: an inspector must be able to send what a peer should refuse.
public enum FrameEncoder {
  /// Appends the header as it is.
  public static func append(_ header: FrameHeader, to output: inout [UInt8]) {
    output.append(addingCapacity: 16) { span in
      span.withUnsafeMutableBufferPointer { buffer, count in
        header.store(
          in: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...]))
        count += header.count
      }
    }
  }

  /// Appends payload bytes, masked when the header has a key; `position` is their offset inside the payload (RFC 6455 5.3).
  public static func append(
    _ payload: RawSpan, of header: FrameHeader, position: UInt64 = 0, to output: inout [UInt8]
  ) {
    payload.withUnsafeBytes { bytes in
      guard let key = header.maskingKey else { return output.append(contentsOf: bytes) }
      output.append(addingCapacity: bytes.count) { span in
        span.withUnsafeMutableBufferPointer { buffer, count in
          guard let target = buffer.baseAddress else { return }
          key.copy(bytes, to: UnsafeMutableRawPointer(target + count), phase: position)
          count += bytes.count
        }
      }
    }
  }

  /// A whole frame; the header's claim need not be the payload's length.
  public static func encode(_ header: FrameHeader, payload: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    append(header, to: &output)
    append(payload.span.bytes, of: header, to: &output)
    return output
  }
}
