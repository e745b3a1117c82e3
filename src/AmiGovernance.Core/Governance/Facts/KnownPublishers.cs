using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Governance.Facts;

/// <summary>
/// The maintained table of publishers of public images: accounts and aliases for each partition
/// (`Governance/Facts/Data/known-publishers.txt`; `scripts/check-known-publishers.py` checks it against describe-images output).
/// </summary>
public static class KnownPublishers
{
    private static readonly Lazy<ImmutableArray<KnownPublisher>> Accounts = new(() => [.. Load().Select(Read)]);

    public static IReadOnlyList<KnownPublisher> All => Accounts.Value;

    /// <summary>The publisher of an account id; null for accounts that are not in the table, and for text that is no account id.</summary>
    public static KnownPublisher? Of(string account) => ByAccount.Value.GetValueOrDefault(account);

    private static readonly Lazy<FrozenDictionary<string, KnownPublisher>> ByAccount = new(() =>
        Accounts.Value.DistinctBy(p => p.Account).ToFrozenDictionary(p => p.Account.Value, StringComparer.Ordinal)
    );

    /// <summary>The accounts of a publisher in all partitions.</summary>
    internal static ImmutableArray<string> AccountsOf(string publisher) =>
        [.. Accounts.Value.Where(p => p.Publisher == publisher).Select(p => p.Account.Value)];

    private static KnownPublisher Read(string[] fields) =>
        new(
            AccountId.Parse(fields[1]),
            Partitions.FromName(fields[0]) ?? throw new FormatException($"not a partition: {fields[0]}"),
            fields[2] == "-" ? null : OwnerAliases.FromIamName(fields[2]),
            fields[3],
            fields[4],
            DateOnly.ParseExact(fields[5], "yyyy-MM-dd", CultureInfo.InvariantCulture),
            fields[6]
        );

    private static ImmutableArray<string[]> Load()
    {
        using var stream =
            typeof(KnownPublishers).Assembly.GetManifestResourceStream("known-publishers.txt")
            ?? throw new InvalidOperationException("the known publishers are not embedded");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('|'))];
    }
}
