using System.Collections.Immutable;

namespace AmiGovernance.Core.Policies.Declarative;

/// <summary>A state of an attribute, and what changes with it.</summary>
/// <param name="Name">As policies spell it.</param>
/// <param name="Begins">What holds from then on.</param>
/// <param name="Ends">What holds when it no longer does.</param>
public sealed record AttributeState(string Name, string Begins, string Ends);

/// <summary>An attribute that holds one state and nothing else.</summary>
public sealed record StateAttribute(string Name) : DeclarativeAttribute(Name)
{
    /// <summary>What it restricts, such as `public sharing`.</summary>
    public required string Subject { get; init; }

    /// <summary>
    /// From the one that restricts least to the one that restricts most. The first restricts nothing: an account under a policy without
    /// the attribute may still restrict itself, under one with this state it may not.
    /// </summary>
    public required ImmutableArray<AttributeState> States { get; init; }

    /// <summary>What holds in an account that nobody changed.</summary>
    public required string Unset { get; init; }

    /// <summary>The call that sets a state other than the first.</summary>
    public required string EnableCall { get; init; }

    /// <summary>The call that sets the first state.</summary>
    public required string DisableCall { get; init; }

    /// <summary>The member of EC2's requests and answers that holds the state, as requests spell it.</summary>
    public required string ApiMember { get; init; }

    /// <summary>The IAM action that shares publicly, which it may restrict.</summary>
    public required string SharedBy { get; init; }

    public override ImmutableArray<string> SetBy => [$"ec2:{EnableCall}", $"ec2:{DisableCall}"];

    public IReadOnlyList<string> Names => [.. States.Select(s => s.Name)];

    public string Weakest => States[0].Name;

    public string Strongest => States[^1].Name;

    /// <summary>As the EC2 API spells a state.</summary>
    public static string ApiName(string state) => state.Replace('_', '-');

    /// <summary>Null when the EC2 API has no such state.</summary>
    public string? FromApiName(string state) => States.FirstOrDefault(s => ApiName(s.Name) == state)?.Name;

    /// <param name="state">Null for a policy that says nothing.</param>
    public bool Restricts(string? state) => Rank(state) > Rank(null);

    /// <summary>What the second of two policies no longer restricts and the first did; empty when nothing.</summary>
    public ImmutableArray<string> Lost(string? before, string? after) =>
        [.. Steps(Rank(after), Rank(before)).Reverse().Select(step => step == 1 ? States[0].Begins : Above(step).Ends)];

    /// <summary>What the second of two policies restricts and the first did not; empty when nothing.</summary>
    public ImmutableArray<string> Won(string? before, string? after) =>
        [.. Steps(Rank(before), Rank(after)).Select(step => step == 1 ? States[0].Ends : Above(step).Begins)];

    /// <summary>The ranks from the one above the lower to the higher.</summary>
    private static IEnumerable<int> Steps(int lower, int higher) =>
        Enumerable.Range(lower + 1, Math.Max(0, higher - lower));

    private AttributeState Above(int step) => States[step - 1];

    /// <summary>A policy that says nothing stands between the first state and the second.</summary>
    private int Rank(string? state)
    {
        if (state is null)
            return 1;
        var at = Names.ToList().IndexOf(state);
        return at == 0 ? 0 : at + 1;
    }
}
