using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Core.Features.Trail.Templates;

/// <summary>
/// Which versions of one launch template were the default and the latest one, and when. It knows what the changes tell, and where they
/// contradict each other, so that some must be missing, it knows nothing.
/// </summary>
internal sealed class TemplateTimeline
{
    private enum Existence
    {
        Unknown,
        Absent,
        Present,
    }

    /// <summary>From this moment to the next state's; null for versions that are not known.</summary>
    private readonly record struct State(DateTimeOffset From, Existence Existence, int? Default, int? Latest);

    private readonly List<State> states = [];

    /// <summary>The highest number seen; numbers are given in order and not given again (EC2 API reference, CreateLaunchTemplateVersion).</summary>
    private int highest;

    /// <summary>Whether what happened can be no history of a template, so that nothing of it is believed.</summary>
    private bool isBroken;

    /// <param name="changes">Of one template, in any order, each once.</param>
    public TemplateTimeline(IEnumerable<TemplateChange> changes)
    {
        var all = changes.ToList();
        isBroken = all.Any(c => c.Time is null);
        if (isBroken)
            return;
        var seconds = all.GroupBy(c => c.Time!.Value).OrderBy(g => g.Key).ToList();
        states.Add(
            new State(
                DateTimeOffset.MinValue,
                seconds[0].Any(c => c.Kind == TemplateChangeKind.Created) ? Existence.Absent : Existence.Unknown,
                null,
                null
            )
        );
        foreach (var second in seconds)
        foreach (var change in second.OrderBy(c => c.Kind).ThenBy(c => c.Version))
            states.Add(After(states[^1], change, second) with { From = second.Key });
    }

    /// <summary>The versions that a launch somewhere in a time may have used; null when that is not known.</summary>
    /// <param name="version">`$Latest`, `$Default` or a number.</param>
    public IReadOnlyCollection<int>? Versions(string version, DateTimeOffset from, DateTimeOffset to)
    {
        if (isBroken)
            return null;
        var found = new HashSet<int>();
        for (var i = 0; i < states.Count; i++)
        {
            if (
                states[i].From > to
                || i + 1 < states.Count && states[i + 1].From <= from
                || states[i].Existence == Existence.Absent
            )
                continue;
            if (states[i].Existence == Existence.Unknown)
                return null;
            if (
                (
                    version switch
                    {
                        "$Latest" => states[i].Latest,
                        "$Default" => states[i].Default,
                        _ => TemplateChange.Number(version),
                    }
                )
                is not { } number
            )
                return null;
            found.Add(number);
        }
        return found;
    }

    private State After(State state, TemplateChange change, IEnumerable<TemplateChange> second)
    {
        if (change.Kind == TemplateChangeKind.Created)
        {
            // A call that was made again with the same token changes nothing.
            if (state.Existence == Existence.Present)
                return state;
            isBroken |= states.Count > 1;
            highest = 1;
            return state with { Existence = Existence.Present, Default = 1, Latest = 1 };
        }
        isBroken |= states.Count > 1 && state.Existence == Existence.Absent;
        state = state with { Existence = Existence.Present };
        return change.Kind switch
        {
            TemplateChangeKind.VersionMade => state with { Latest = Made(state, change.Version) },
            TemplateChangeKind.Modified => state with
            {
                Default = AgreedDefault(second),
                Latest = Told(state, change.Latest, second),
            },
            TemplateChangeKind.VersionsDeleted => state with
            {
                // AWS does not document what `$Latest` is when the latest one is gone.
                Latest =
                    change.Deleted.IsEmpty || state.Latest is { } latest && change.Deleted.Contains(latest)
                        ? null
                        : state.Latest,
                Default = state.Default is { } byDefault && change.Deleted.Contains(byDefault) ? null : state.Default,
            },
            _ => Ended(state, change),
        };
    }

    private int? Made(State state, int? version)
    {
        if (version is not { } number)
            return null;
        // Made again with the same token: the answer is the same.
        if (number <= highest)
            return state.Latest;
        if (state.Latest is { } latest && number != latest + 1)
            ForgetLatest();
        return highest = number;
    }

    /// <summary>By a record that tells the latest version without making one.</summary>
    private int? Told(State state, int? told, IEnumerable<TemplateChange> second)
    {
        if (told is not { } number || state.Latest == told)
            return state.Latest;
        // The version may have been made after the call, in the same second.
        if (
            state.Latest is { } latest
            && number < latest
            && second.Any(c => c.Kind == TemplateChangeKind.VersionMade && c.Version > number)
        )
            return latest;
        if (state.Latest is not null)
            ForgetLatest();
        if (number < highest && state.Latest is not null)
            return null;
        highest = Math.Max(highest, number);
        return number;
    }

    private State Ended(State state, TemplateChange change)
    {
        if (change.Latest is { } latest && state.Latest is { } known && latest != known)
            ForgetLatest();
        if (change.Default is { } byDefault && state.Default is { } other && byDefault != other)
            ForgetDefault();
        return state with { Existence = Existence.Absent, Default = null, Latest = null };
    }

    /// <summary>Several calls of the same second have no order.</summary>
    private static int? AgreedDefault(IEnumerable<TemplateChange> second)
    {
        var told = second.Where(c => c.Kind == TemplateChangeKind.Modified).Select(c => c.Default).Distinct().ToList();
        return told.Count == 1 ? told[0] : null;
    }

    /// <summary>A version was made that is not among the changes, some time since the last one that told the latest.</summary>
    private void ForgetLatest()
    {
        var value = states[^1].Latest;
        for (var i = states.Count - 1; i >= 0 && states[i].Latest is not null && states[i].Latest == value; i--)
            states[i] = states[i] with { Latest = null };
    }

    private void ForgetDefault()
    {
        var value = states[^1].Default;
        for (var i = states.Count - 1; i >= 0 && states[i].Default is not null && states[i].Default == value; i--)
            states[i] = states[i] with { Default = null };
    }
}
