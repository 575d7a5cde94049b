import WebSocketWire

/// Looks for the beginning of a frame in bytes that begin anywhere.
///
/// Any two bytes are some header, so a place is trusted only when what follows it has been unlikely for long enough: headers
/// that keep the rules, one after the other, texts that are UTF-8, and an end where the bytes end. The likelihood is counted in bits.
struct FrameSearch {
  /// A place that is trusted.
  struct Found {
    /// Where the first frame begins in `bytes`.
    let index: Int
    /// Whether its frames are masked.
    let isMasked: Bool
  }

  /// What is searched.
  private(set) var bytes: [UInt8] = []
  /// How many bytes came before those.
  private(set) var passed: UInt64 = 0
  /// Whether the frames are masked, if that is known.
  private var isMasked: Bool?
  /// Whether RSV1 may be set.
  private let mayCompress: Bool
  /// How unlikely a place must be to be trusted.
  private var threshold: Int
  /// How many bytes were there at the last look.
  private var looked = 0

  /// How unlikely a place must be, in bits: where there is a WebSocket connection, and where there may be any protocol. Some thousand
  /// places may be looked at, which takes 12 bits of it away.
  static let (inside, anywhere) = (32, 40)
  /// How unlikely the frames must be up to the first that is read.
  private static let firstWeight = 13
  /// What the first place is given, because a segment mostly begins with a frame.
  private static let bonus = 10
  /// The most bytes that are searched.
  static let limit = 1 << 18
  /// Up to this many bytes there is a look whenever more have come, and then when they have doubled.
  private static let eagerLimit = 4096

  init(isMasked: Bool?, mayCompress: Bool, threshold: Int) {
    self.isMasked = isMasked
    self.mayCompress = mayCompress
    self.threshold = threshold
  }

  var isFull: Bool { bytes.count > Self.limit }

  mutating func append(_ more: RawSpan) { more.withUnsafeBytes { bytes.append(contentsOf: $0) } }

  /// Begins again after bytes that are missing.
  mutating func restart() {
    passed += UInt64(bytes.count)
    bytes.removeAll(keepingCapacity: true)
    looked = 0
  }

  /// Takes word that it is a WebSocket connection, and whether this side masks.
  mutating func settle(on mask: Bool) {
    isMasked = mask
    threshold = Self.inside
    looked = 0
  }

  /// The first place that can be trusted. `isLast`: no more bytes come.
  mutating func find(isLast: Bool = false) -> Found? {
    guard isLast || bytes.count <= Self.eagerLimit || bytes.count >= 2 * looked || isFull else { return nil }
    looked = bytes.count
    let span = bytes.span.bytes
    for index in 0..<bytes.count {
      for mask in isMasked.map({ [$0] }) ?? [false, true] {
        let rest = span.extracting(droppingFirst: index)
        if let start = trustedPlace(in: rest, mask, bonus: index == 0 ? Self.bonus : 0) {
          return Found(index: index + start, isMasked: mask)
        }
      }
    }
    return nil
  }

  /// Where to read from, if the frames that begin with the bytes can be trusted.
  ///
  /// That is the first of them or a later one: what looks like one frame and ends by chance where a real one begins is likely
  /// enough, so those at the front are passed over until they cannot be chance themselves.
  private func trustedPlace(in bytes: RawSpan, _ mask: Bool, bonus: Int) -> Int? {
    var (weight, index) = (bonus, 0)
    var start: Int?
    var decoder = FrameDecoder()
    /// Whether a message is open; nil where that is not known.
    var isOpen: Bool?
    var firstKey: UInt32?
    while weight < threshold, index < bytes.byteCount {
      let place = index
      // A header that is not whole says nothing.
      guard case .header(let header, _)? = decoder.next(in: bytes, at: &index) else { return nil }
      guard isPlausible(header, mask, isOpen) else { return nil }
      if !header.opcode.isControl { isOpen = !header.isFinal }
      let isWhole = header.payloadLength <= UInt64(bytes.byteCount - index)
      let count = isWhole ? Int(header.payloadLength) : bytes.byteCount - index
      guard let content = contentWeight(header, bytes.extracting(index..<index + count)) else { return nil }
      // 13 of 256 first bytes are plausible, and one of two MASK bits; of the longest length most bits are 0.
      weight += content
      let key = header.maskingKey.map { Self.aligned($0.bigEndian, at: place) }
      if !Self.isRelated(key, to: firstKey) { weight += header.lengthForm == .bits64 ? 20 : 5 }
      firstKey = firstKey ?? key
      if start == nil, weight >= Self.firstWeight { start = place }
      guard isWhole else { return weight >= threshold ? start : nil }
      while let step = decoder.next(in: bytes, at: &index), step != .end {}
    }
    // To end with the bytes by chance takes more than a hundred tries.
    return weight + (index == bytes.byteCount ? 7 : 0) >= threshold ? start : nil
  }

  /// Whether two keys can be bytes of the same masked text.
  ///
  /// In one, each fourth byte is masked alike, so headers that are none are as likely as the text has it, and their keys differ in no top
  /// bit. So they do in zeros, which are masked into the key again and again. A key of zeros masks nothing.
  private static func isRelated(_ key: UInt32?, to first: UInt32?) -> Bool {
    guard let key, let first, key != 0 else { return false }
    return (key ^ first) & 0x8080_8080 == 0
  }

  /// The bytes of a key in the order of their places, counted by fours.
  private static func aligned(_ key: UInt32, at place: Int) -> UInt32 {
    let bits = UInt32(truncatingIfNeeded: place % 4) * 8
    return key &>> bits | key &<< (32 - bits)
  }

  private func isPlausible(_ header: FrameHeader, _ mask: Bool, _ isOpen: Bool?) -> Bool {
    let opcode = header.opcode
    guard header.isMasked == mask, !opcode.isReserved, header.payloadLength < 1 << 40,
      header.lengthForm == LengthForm(minimalFor: header.payloadLength)
    else { return false }
    if opcode.isControl {
      return header.isFinal && header.reserved.isEmpty && header.payloadLength <= 125
    }
    if let isOpen, isOpen != (opcode == .continuation) { return false }
    return header.reserved.isEmpty || mayCompress && header.reserved == .rsv1 && opcode != .continuation
  }

  /// The same for a payload, or its beginning; nil where it breaks a rule.
  private func contentWeight(_ header: FrameHeader, _ payload: RawSpan) -> Int? {
    let isText = header.opcode == .text && header.reserved.isEmpty
    guard isText || header.opcode == .close, payload.byteCount > 0 else { return 0 }
    let start = payload.extracting(first: 64)
    var plain = start.withUnsafeBytes { Array($0) }
    if let key = header.maskingKey { plain = key.applied(to: plain) }
    if header.opcode == .close {
      guard payload.byteCount > 1, let code = ClosePayload(payload: plain).code else { return nil }
      return code.isSendable ? 12 : nil
    }
    var validator = UTF8Validator()
    if validator.append(plain.span.bytes) != nil { return nil }
    // Two parts of a masked text cancel its key out, and what is left are mostly control characters.
    if header.isMasked, plain.contains(where: { $0 < 0x20 && !(0x09...0x0D).contains($0) }) { return 0 }
    // Of random bytes, a bit each is what makes them ASCII. Without a mask it may be a part of a longer text.
    return header.isMasked ? min(plain.count / 2, 12) : min(plain.count / 4, 6)
  }
}
