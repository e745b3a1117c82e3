using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>A row of a <see cref="TrailQuery"/>; its values are text, whatever they mean.</summary>
internal sealed record QueriedRow(IReadOnlyList<string> Values)
{
    private static readonly string[] NumberColumns = ["calls", "events", "delivered", "without_id", "unknown_versions"];

    public string this[string column] => Values[TrailQuery.Columns.IndexOf(column)];

    /// <summary>Whether it is a row of the query at all, and its numbers are some.</summary>
    public bool IsWhole =>
        Values.Count == TrailQuery.Columns.Length && NumberColumns.All(c => TryNumber(this[c]) is not null);

    /// <summary>Null when a kind or an outcome has a name that we do not know.</summary>
    public TrailKey? Key
    {
        get
        {
            var kind = CallKinds.Names.Find(this["kind"]);
            var outcome = CallOutcomeNames.Table.Find(this["outcome"]);
            var period = TryNumber(this["period"]);
            if (kind is null || outcome is null || period is null)
                return null;
            return new TrailKey
            {
                Kind = kind.Value,
                Action = this["action"],
                Account = this["account"],
                Region = this["region"],
                Principal = this["principal"],
                Service = this["service"],
                Image = this["image"],
                Outcome = outcome.Value,
                ErrorCode = this["error_code"],
                DeniedBy = this["denied_by"],
                Detail = this["detail"],
                Period = (int)period.Value,
            };
        }
    }

    public long Number(string column) => TryNumber(this[column]) ?? 0;

    /// <summary>Null when none of the calls had a readable time.</summary>
    public DateTimeOffset? Time(string column) => IsoTime.TryParse(this[column], out var time) ? time : null;

    private static long? TryNumber(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
