using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Governance.Facts;

/// <summary>
/// The maintained table of publishers of public images: accounts and aliases for each partition, and names of images
/// (`Governance/Facts/Data/known-publishers.txt`; `scripts/refresh-known-publishers.cs` brings it up to date).
/// </summary>
public static class KnownPublishers
{
    private static readonly Lazy<ImmutableArray<string[]>> Rows = new(Load);

    private static readonly Lazy<ImmutableArray<KnownPublisher>> Accounts = new(() =>
        [.. Rows.Value.Where(r => r[0] == "account").Select(Account)]
    );

    private static readonly Lazy<ImmutableArray<ImageFamily>> Names = new(() =>
        [.. Rows.Value.Where(r => r[0] == "name").Select(Family)]
    );

    public static IReadOnlyList<KnownPublisher> All => Accounts.Value;

    public static IReadOnlyList<ImageFamily> Families => Names.Value;

    /// <summary>The publisher of an account id; null for accounts that are not in the table, and for text that is no account id.</summary>
    public static KnownPublisher? Of(string account) => ByAccount.Value.GetValueOrDefault(account);

    private static readonly Lazy<FrozenDictionary<string, KnownPublisher>> ByAccount = new(() =>
        Accounts.Value.DistinctBy(p => p.Account).ToFrozenDictionary(p => p.Account.Value, StringComparer.Ordinal)
    );

    private static KnownPublisher Account(string[] fields) =>
        new(
            AccountId.Parse(fields[2]),
            Partitions.FromName(fields[1]) ?? throw new FormatException($"not a partition: {fields[1]}"),
            fields[3] == "-" ? null : OwnerAliases.FromIamName(fields[3]),
            fields[4],
            FactMarks.Parse(fields[5]),
            Day(fields[6]),
            fields[7]
        );

    private static ImageFamily Family(string[] fields) =>
        new(fields[1], fields[2], [.. fields[3].Split(';')], Day(fields[4]), fields[5]);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static ImmutableArray<string[]> Load() => [.. EmbeddedFile.Rows("known-publishers.txt")];
}
