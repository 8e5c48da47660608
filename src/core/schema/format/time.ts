/** RFC 3339: dates, times and durations. */

const dateParts = /^(\d{4})-(\d\d)-(\d\d)$/;
const timeParts = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function isDate(text: string): boolean {
  const [, year, month, day] = (text.length === 10 && dateParts.exec(text)) || [];
  if (year === undefined) return false;
  const leap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const days = Number(month) === 2 && leap ? 29 : (monthDays[Number(month) - 1] ?? 0);
  return Number(day) >= 1 && Number(day) <= days;
}

export function isTime(text: string): boolean {
  const [, hour, minute, second, sign, offsetHour = '0', offsetMinute = '0'] =
    (text.length <= 100 && timeParts.exec(text)) || [];
  if (hour === undefined) return false;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return false;
  if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return false;
  if (Number(second) < 60) return true;
  // Leap seconds are at 23:59:60 UTC (section 5.7).
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === '-' ? -1 : 1);
  const minutes = Number(hour) * 60 + Number(minute) - offset;
  return ((minutes % 1440) + 1440) % 1440 === 1439;
}

export function isDateTime(text: string): boolean {
  return (text[10] === 'T' || text[10] === 't') && isDate(text.slice(0, 10)) && isTime(text.slice(11));
}

// Appendix A: units follow each other without gaps, and weeks stand alone.
const clock = 'T(?:\\d+H(?:\\d+M(?:\\d+S)?)?|\\d+M(?:\\d+S)?|\\d+S)';
const days = '(?:\\d+Y(?:\\d+M(?:\\d+D)?)?|\\d+M(?:\\d+D)?|\\d+D)';
const duration = new RegExp(`^P(?:\\d+W|${days}(?:${clock})?|${clock})$`);

export function isDuration(text: string): boolean {
  return text.length <= 1000 && duration.test(text);
}
