using System.Globalization;

namespace AmiGovernance.Core.Base.Identifiers;

/// <summary>An AWS account id: exactly 12 ASCII digits, leading zeros included.</summary>
public readonly record struct AccountId : IComparable<AccountId>
{
    private readonly string? value;

    private AccountId(string value) => this.value = value;

    public string Value => value ?? throw new InvalidOperationException("an account without an id");

    public static bool IsValid(ReadOnlySpan<char> text) =>
        text.Length == 12 && text.IndexOfAnyExceptInRange('0', '9') < 0;

    public static bool TryParse(string text, out AccountId accountId)
    {
        accountId = IsValid(text) ? new AccountId(text) : default;
        return accountId.value is not null;
    }

    public static AccountId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"not an account id: {text}");

    /// <summary>
    /// Of an id that somebody took for a number, so that it has lost its zeros at the beginning; null for a number that is none.
    /// </summary>
    public static AccountId? OfNumber(decimal number) =>
        number is >= 0 and <= 999_999_999_999 && decimal.IsInteger(number)
            ? new AccountId(number.ToString("000000000000", CultureInfo.InvariantCulture))
            : null;

    public int CompareTo(AccountId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}
