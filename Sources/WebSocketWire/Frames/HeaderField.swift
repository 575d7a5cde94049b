/// One field of a frame header: the single table for the tree, the diagram, the hex view and the manual (RFC 6455 5.2).
package enum HeaderField: CaseIterable, Hashable, Sendable {
  case fin, reserved, opcode, mask, length, extendedLength, maskingKey

  /// The field's name in views.
  package var name: String {
    switch self {
    case .fin: "FIN"
    case .reserved: "RSV"
    case .opcode: "opcode"
    case .mask: "MASK"
    case .length: "length"
    case .extendedLength: "extended"
    case .maskingKey: "key"
    }
  }

  /// The clause that defines it.
  package var clause: Clause { self == .maskingKey ? "RFC 6455 5.3" : "RFC 6455 5.2" }

  /// Which bits of a header the field takes, counted from the first one sent; nil when this header lacks it.
  package func bits(in header: FrameHeader) -> Range<Int>? {
    let lengthEnd = 16 + header.lengthForm.extraBytes * 8
    return switch self {
    case .fin: 0..<1
    case .reserved: 1..<4
    case .opcode: 4..<8
    case .mask: 8..<9
    case .length: 9..<16
    case .extendedLength: lengthEnd > 16 ? 16..<lengthEnd : nil
    case .maskingKey: header.isMasked ? lengthEnd..<lengthEnd + 32 : nil
    }
  }

  /// Which bytes of the header the field touches; nil when this header lacks it.
  package func bytes(in header: FrameHeader) -> Range<Int>? {
    bits(in: header).map { $0.lowerBound / 8..<($0.upperBound + 7) / 8 }
  }

  /// The field's value in the words of a view.
  package func value(in header: FrameHeader) -> String {
    switch self {
    case .fin: header.isFinal ? "1" : "0"
    case .reserved: header.reserved.digits
    case .opcode: "0x" + String(header.opcode.rawValue, radix: 16, uppercase: true)
    case .mask: header.isMasked ? "1" : "0"
    case .length: "\(header[1] & 0x7F)"
    case .extendedLength: "\(header.payloadLength)"
    case .maskingKey: header.maskingKey.map { Hex.spaced($0.bytes) } ?? ""
    }
  }

  /// What the value says, given who sent the frame (nil: not known), and whether it belongs to a compressed message.
  package func meaning(in header: FrameHeader, from sender: WebSocketRole?, isCompressed: Bool = false)
    -> String
  {
    switch self {
    case .fin: header.isFinal ? "last fragment of the message" : "more fragments follow"
    case .reserved:
      if header.reserved == .rsv1, isCompressed, !header.opcode.isControl, header.opcode != .continuation {
        "RSV1: the message is compressed (RFC 7692 6)"
      } else {
        header.reserved.isEmpty ? "no extension bits" : "bits that an extension would have to explain"
      }
    case .opcode: header.opcode.name
    case .mask:
      switch (header.isMasked, sender) {
      case (true, .client): "masked, as a client must send (RFC 6455 5.1)"
      case (true, .server): "masked, which a server must not send (RFC 6455 5.1)"
      case (false, .client): "not masked, which a client must not send (RFC 6455 5.1)"
      case (false, .server): "not masked, as a server must send (RFC 6455 5.1)"
      case (true, nil): "masked, as a client sends"
      case (false, nil): "not masked, as a server sends"
      }
    case .length:
      switch header.lengthForm {
      case .bits7: "7-bit form"
      case .bits16: "the length is in the next 2 bytes (16-bit form)"
      case .bits64: "the length is in the next 8 bytes (64-bit form)"
      }
    case .extendedLength:
      switch header.lengthForm {
      case .bits7: "7-bit form"
      case .bits16: "16-bit form"
      case .bits64: "64-bit form"
      }
    case .maskingKey: "XOR with payload byte i mod 4"
    }
  }
}
