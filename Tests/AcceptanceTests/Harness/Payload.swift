import Foundation

/// Message contents in which a lost, doubled or moved byte shows.
enum Payload {
  /// Every size at which the length's form changes, and one large.
  static let sizes = [0, 1, 125, 126, 65535, 65536]
  static let large = 16 << 20

  /// A period of 251 bytes, prime so that no block size hides a shift; all values but 251...255.
  static func binary(_ count: Int) -> Data {
    var data = Data(capacity: count + 251)
    let period = Data((0..<251).map { UInt8($0) })
    while data.count < count { data.append(period) }
    return data.prefix(count)
  }

  /// Text of scalars of one to four bytes, cut at a scalar's end and filled up with dots.
  static func text(_ count: Int) -> Data {
    let period = Data("0123456789 äöü€ 𝄞 abcdefghijklmnopqrstuvwxyz 中文 ".utf8)
    var data = Data(capacity: count + period.count)
    while data.count + period.count <= count { data.append(period) }
    data.append(Data(repeating: UInt8(ascii: "."), count: count - data.count))
    return data
  }
}
