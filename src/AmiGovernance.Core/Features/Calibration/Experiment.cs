using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Calibration;

/// <summary>A question to AWS that documentation does not answer, the calls that ask it, and what each answer would mean.</summary>
/// <param name="Settles">`fact:NAME` of the facts table, or `point:N` of the open points in docs/corrections.md.</param>
/// <param name="Scene">What has to stand before; see <see cref="ExperimentFiles.Scenes"/>.</param>
/// <param name="Answers">The first that fits is the finding.</param>
public sealed record Experiment(
    string Question,
    ImmutableArray<string> Settles,
    string Scene,
    ImmutableArray<CallStep> Calls,
    ImmutableArray<PossibleAnswer> Answers
)
{
    /// <summary>As its file is called.</summary>
    public string Name { get; init; } = "";

    /// <summary>The assumption of the sandbox that it settles, whose answers are its values; null for none.</summary>
    public string? Assumption { get; init; }

    /// <summary>Whether it asks about an image that a second account shares.</summary>
    public bool NeedsSecond { get; init; }
}

/// <summary>What is set up for several experiments at once, since policies take minutes until they are in force.</summary>
/// <param name="Minutes">About how long it takes.</param>
public sealed record Scene(string Name, string About, int Minutes, ImmutableArray<CallStep> Calls)
{
    /// <summary>How much longer, where an experiment needs a second account.</summary>
    public int MinutesForSecond { get; init; }

    public int MinutesFor(ImmutableArray<Experiment> experiments) =>
        experiments.Any(e => e.Scene == Name && e.NeedsSecond) ? Minutes + MinutesForSecond : Minutes;
}

/// <param name="Name">Conditions name its answer by it.</param>
/// <param name="By">`account`, `second` (account) or `organization`.</param>
/// <param name="Call">An IAM action, such as `ec2:RunInstances`.</param>
/// <param name="With">Its parameters; `{NAME}` stands for what is kept of an earlier answer, or is known from the start.</param>
public sealed record CallStep(string Name, string By, string Call, ImmutableSortedDictionary<string, string> With)
{
    public const string ByOrganization = "organization";
    public const string BySecond = "second";

    /// <summary>Of a scene, whether it is left out where no experiment needs a second account. Those stand before all others.</summary>
    public bool NeedsSecond { get; init; }

    /// <summary>What is kept of the answer: names, and paths of values.</summary>
    public ImmutableSortedDictionary<string, string> Keep
    {
        get => field ?? ImmutableSortedDictionary<string, string>.Empty;
        init;
    }

    /// <summary>The call is made again until this holds; empty for one that is made once.</summary>
    public ImmutableSortedDictionary<string, ValueTest> Until
    {
        get => field ?? ImmutableSortedDictionary<string, ValueTest>.Empty;
        init;
    }

    /// <summary>How many characters `Content` is filled up to with blanks, which count as all others; 0 for none.</summary>
    public int Pad { get; init; }

    /// <summary>How many letters stand for `{filler}`; 0 for none.</summary>
    public int Filler { get; init; }
}

/// <param name="When">By `CALL:code`, `CALL:message` or `CALL:PATH`; all must hold. A `*` in a path stands for any number.</param>
/// <param name="Means">In a sentence.</param>
/// <param name="Changes">What it changes in amigov, or for those who use it.</param>
public sealed record PossibleAnswer(
    string Value,
    ImmutableSortedDictionary<string, ValueTest> When,
    string Means,
    string Changes
);

/// <summary>What is asked of a value; what a file leaves out is not asked.</summary>
public sealed record ValueTest
{
    /// <summary>One of these. An empty text stands for no value.</summary>
    public ImmutableArray<string> Is
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>All of these.</summary>
    public ImmutableArray<string> Contains
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>None of these.</summary>
    public ImmutableArray<string> Lacks
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <param name="fill">Puts what is known in the place of `{NAME}`.</param>
    internal bool Holds(string value, Func<string, string> fill) =>
        (Is.IsEmpty || Is.Select(fill).Contains(value, StringComparer.Ordinal))
        && Contains.All(text => value.Contains(fill(text), StringComparison.Ordinal))
        && !Lacks.Any(text => value.Contains(fill(text), StringComparison.Ordinal));
}
