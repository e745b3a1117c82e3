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

    /// <summary>What the changes of one second say together, for they have no order.</summary>
    private readonly record struct Second(int? AgreedDefault, int HighestMade)
    {
        public static Second Of(IReadOnlyCollection<TemplateChange> changes)
        {
            var stated = changes
                .Where(c => c.Kind == TemplateChangeKind.Modified)
                .Select(c => c.Default)
                .Distinct()
                .ToList();
            var made = changes.Where(c => c.Kind == TemplateChangeKind.VersionMade).Max(c => c.Version);
            return new Second(stated.Count == 1 ? stated[0] : null, made ?? 0);
        }
    }

    private readonly List<State> states = [];

    /// <summary>
    /// The highest number seen; numbers are given in order and not given again (EC2 API reference, CreateLaunchTemplateVersion).
    /// </summary>
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
        var beginsWithIt = seconds[0].Any(c => c.Kind == TemplateChangeKind.Created);
        var before = beginsWithIt ? Existence.Absent : Existence.Unknown;
        states.Add(new State(DateTimeOffset.MinValue, before, null, null));
        foreach (var changed in seconds)
        {
            var second = Second.Of([.. changed]);
            foreach (var change in changed.OrderBy(c => c.Kind).ThenBy(c => c.Version))
                states.Add(After(states[^1], change, second) with { From = changed.Key });
        }
    }

    /// <summary>The versions that a launch somewhere in a time may have used; null when that is not known.</summary>
    /// <param name="version">`$Latest`, `$Default` or a number.</param>
    public IReadOnlyCollection<int>? Versions(string version, DateTimeOffset from, DateTimeOffset to)
    {
        if (isBroken)
            return null;
        var found = new HashSet<int>();
        foreach (var state in Within(from, to).Where(s => s.Existence != Existence.Absent))
        {
            if (state.Existence == Existence.Unknown || VersionIn(state, version) is not { } number)
                return null;
            found.Add(number);
        }
        return found;
    }

    private IEnumerable<State> Within(DateTimeOffset from, DateTimeOffset to)
    {
        for (var i = LastBegunBy(from); i < states.Count && states[i].From <= to; i++)
            yield return states[i];
    }

    /// <summary>The first state is there from the beginning.</summary>
    private int LastBegunBy(DateTimeOffset moment)
    {
        var (low, high) = (0, states.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (states[middle].From <= moment)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }

    private static int? VersionIn(State state, string version) =>
        version switch
        {
            "$Latest" => state.Latest,
            "$Default" => state.Default,
            _ => TemplateChange.Number(version),
        };

    private State After(State state, TemplateChange change, Second second)
    {
        if (change.Kind == TemplateChangeKind.Created)
            return Created(state);
        isBroken |= states.Count > 1 && state.Existence == Existence.Absent;
        state = state with { Existence = Existence.Present };
        return change.Kind switch
        {
            TemplateChangeKind.VersionMade => state with { Latest = Made(state, change.Version) },
            TemplateChangeKind.Modified => state with
            {
                Default = second.AgreedDefault,
                Latest = Stated(state, change.Latest, second),
            },
            TemplateChangeKind.VersionsDeleted => WithoutVersions(state, change),
            _ => Ended(state, change),
        };
    }

    private State Created(State state)
    {
        // A call that was made again with the same token changes nothing.
        if (state.Existence == Existence.Present)
            return state;
        isBroken |= states.Count > 1;
        highest = 1;
        return state with { Existence = Existence.Present, Default = 1, Latest = 1 };
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

    /// <summary>By a record that states the latest version without making one.</summary>
    private int? Stated(State state, int? stated, Second second)
    {
        if (stated is not { } number || state.Latest == stated)
            return state.Latest;
        // The version may have been made after the call, in the same second.
        if (number < state.Latest && second.HighestMade > number)
            return state.Latest;

        if (state.Latest is not null)
        {
            ForgetLatest();
            if (number < highest)
                return null;
        }
        highest = Math.Max(highest, number);
        return number;
    }

    private static State WithoutVersions(State state, TemplateChange change)
    {
        bool IsGone(int? version) => version is { } number && change.Deleted.Contains(number);

        // AWS does not document what `$Latest` is when the latest one is gone.
        var isLatestUnknown = change.Deleted.IsEmpty || IsGone(state.Latest);
        return state with
        {
            Latest = isLatestUnknown ? null : state.Latest,
            Default = IsGone(state.Default) ? null : state.Default,
        };
    }

    private State Ended(State state, TemplateChange change)
    {
        if (change.Latest is not null && state.Latest is not null && change.Latest != state.Latest)
            ForgetLatest();
        if (change.Default is not null && state.Default is not null && change.Default != state.Default)
            ForgetDefault();
        return state with { Existence = Existence.Absent, Default = null, Latest = null };
    }

    /// <summary>
    /// A version was made that is not among the changes, some time since the last one that stated the latest.
    /// </summary>
    private void ForgetLatest() => Forget(s => s.Latest, s => s with { Latest = null });

    private void ForgetDefault() => Forget(s => s.Default, s => s with { Default = null });

    /// <summary>In all states back to the one in which the version became what it was.</summary>
    private void Forget(Func<State, int?> version, Func<State, State> without)
    {
        var value = version(states[^1]);
        for (var i = states.Count - 1; i >= 0 && value is not null && version(states[i]) == value; i--)
            states[i] = without(states[i]);
    }
}
