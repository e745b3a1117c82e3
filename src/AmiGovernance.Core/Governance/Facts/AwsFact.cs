using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Governance.Facts;

/// <summary>Something that AWS does, on which code rests.</summary>
/// <param name="Id">As docs/corrections.md names it.</param>
/// <param name="Date">On which the source was looked at.</param>
/// <param name="Source">A page or a public repository; for what is not verified, why it is assumed.</param>
public abstract record AwsFact(string Id, FactMark Mark, DateOnly Date, string Source)
{
    /// <summary>For people; lists with commas between.</summary>
    public abstract string ValueText { get; }
}

public sealed record AwsFact<T>(string Id, T Value, FactMark Mark, DateOnly Date, string Source)
    : AwsFact(Id, Mark, Date, Source)
{
    public override string ValueText =>
        Value switch
        {
            string text => text,
            IEnumerable<string> texts => string.Join(", ", texts),
            IEnumerable<Partition> partitions => string.Join(", ", partitions.Select(p => p.Name())),
            OwnerAlias alias => alias.IamName(),
            TimeSpan time when time.Ticks % TimeSpan.TicksPerDay == 0 => Plural.Of(time.Days, "day"),
            TimeSpan time => Plural.Of((int)time.TotalMinutes, "minute"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{Value}"),
        };
}
