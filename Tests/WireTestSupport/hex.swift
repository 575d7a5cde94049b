/// Bytes from a literal such as `81 05 | 48 65 6c 6c 6f`; bars and white space only guide the eye.
///
/// Traps on anything else, for then the test itself is wrong.
public func hex(_ text: String) -> [UInt8] {
  let digits = text.filter { !$0.isWhitespace && $0 != "|" }
  let values = digits.map { digit -> UInt8 in
    guard let value = digit.hexDigitValue else {
      preconditionFailure("\(digit) is not a hex digit in \(text)")
    }
    return UInt8(value)
  }
  precondition(values.count.isMultiple(of: 2), "an odd number of hex digits in \(text)")
  return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
}
