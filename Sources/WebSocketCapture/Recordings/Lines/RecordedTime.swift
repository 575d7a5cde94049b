/// Reads times of RFC 3339, such as `EventClock` writes them.
enum RecordedTime {
  /// Since 1970-01-01 00:00 UTC, to the nanosecond; nil for any other text, and for a year before 1970.
  static func sinceEpoch(_ text: [UInt8]) -> Duration? {
    // `Z`, or the difference from UTC.
    guard text.count >= 25, let sign = text.dropLast(5).last, sign == 0x2B || sign == 0x2D else {
      return utc(text)
    }
    let zone = text.suffix(5)
    guard zone[zone.startIndex + 2] == 0x3A, let hours = number(zone.prefix(2)),
      let minutes = number(zone.suffix(2)),
      hours < 24, minutes < 60, let time = utc(text.dropLast(6) + [0x5A])
    else { return nil }
    let difference = Duration.seconds(hours * 3600 + minutes * 60)
    return sign == 0x2B ? time - difference : time + difference
  }

  private static func utc(_ text: [UInt8]) -> Duration? {
    guard text.count >= 20, text[4] == 0x2D, text[7] == 0x2D, text[10] | 0x20 == 0x74, text[13] == 0x3A,
      text[16] == 0x3A, text[text.count - 1] | 0x20 == 0x7A,
      let year = number(text[0..<4]), let month = number(text[5..<7]), let day = number(text[8..<10]),
      let hour = number(text[11..<13]), let minute = number(text[14..<16]),
      let second = number(text[17..<19]), year >= 1970, 1...12 ~= month, 1...31 ~= day, hour < 24,
      minute < 60, second <= 60
    else { return nil }
    var nanoseconds: Int64 = 0
    let fraction = text[19..<text.count - 1]
    if !fraction.isEmpty {
      guard fraction.first == 0x2E, fraction.count > 1, let digits = number(fraction.dropFirst().prefix(9)),
        fraction.dropFirst().allSatisfy({ 0x30...0x39 ~= $0 })
      else { return nil }
      nanoseconds = (min(9, fraction.count - 1)..<9).reduce(digits) { product, _ in product * 10 }
    }
    let seconds = days(year, month, day) * 86400 + hour * 3600 + minute * 60 + second
    return .seconds(seconds) + .nanoseconds(nanoseconds)
  }

  /// Days since 1970-01-01 in the Gregorian calendar. Years begin in March here, so that a leap day is the last of its year.
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    guard digits.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int64($1 & 0x0F) }
  }
}
