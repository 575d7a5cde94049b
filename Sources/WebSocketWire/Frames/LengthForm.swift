/// How a header writes its payload length (RFC 6455 5.2).
public enum LengthForm: Int, Hashable, Sendable, CaseIterable, Comparable {
  /// In the second byte itself: 0 to 125.
  case bits7 = 7
  /// In two bytes more: up to 65,535.
  case bits16 = 16
  /// In eight bytes more: up to 2^63-1, because the top bit is 0.
  case bits64 = 64

  /// Bytes that the form adds after the second byte: 0, 2 or 8.
  public var extraBytes: Int {
    switch self {
    case .bits7: 0
    case .bits16: 2
    case .bits64: 8
    }
  }

  /// The longest payload that the form can write.
  public var maximum: UInt64 {
    switch self {
    case .bits7: 125
    case .bits16: 0xFFFF
    case .bits64: .max
    }
  }

  /// The only form that RFC 6455 5.2 allows for a length: the shortest.
  public init(minimalFor length: UInt64) {
    self = length <= Self.bits7.maximum ? .bits7 : length <= Self.bits16.maximum ? .bits16 : .bits64
  }

  /// Whether the left form is the shorter one.
  public static func < (left: LengthForm, right: LengthForm) -> Bool { left.rawValue < right.rawValue }
}
