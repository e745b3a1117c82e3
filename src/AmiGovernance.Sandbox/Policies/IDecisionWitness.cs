using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Policies;

/// <summary>
/// Hears what the sandboxes of this process decide, with all that each decision rests on, so that somebody else can decide it again.
/// Documents are the texts that were given to AWS; nothing that Core's engine made of them is told. It is called under the gate of
/// the world, before the caller gets its answer; what it throws is a bug of the sandbox.
/// </summary>
internal interface IDecisionWitness
{
    /// <summary>One question about one resource, answered by service control policies and the caller's own permissions.</summary>
    void Authorized(WitnessedRequest request, WitnessedOutcome outcome);

    /// <summary>Whether the organization's resource policy lets a member account make a call to Organizations.</summary>
    /// <param name="policy">The whole resource policy.</param>
    void Delegated(WitnessedRequest request, string policy, bool allowed);

    /// <summary>What remains of the declarative policies of an account.</summary>
    /// <param name="content">As DescribeEffectivePolicy answers; null for nothing.</param>
    /// <param name="isValid">Whether AWS would put it into force.</param>
    void Merged(WitnessedAccount account, string? content, bool isValid);

    void ImageJudged(WitnessedAccount account, ImageFacts image, RegionSettings own, ImageVerdict verdict);

    /// <summary>The state of an attribute of declarative policies that holds one, as policies spell it.</summary>
    /// <param name="attribute">Its name.</param>
    void StateJudged(WitnessedAccount account, string attribute, RegionSettings own, string state);
}

/// <summary>What became of a question.</summary>
internal enum WitnessedOutcome
{
    Allowed,
    ExplicitlyDenied,
    ImplicitlyDenied,
}

/// <param name="Organization">As its policies work at the moment.</param>
/// <param name="Caller">Null when only the permissions are asked for, as in a simulation.</param>
/// <param name="Permissions">The caller's identity policy; null for an administrator.</param>
/// <param name="Context">The values that the request carries, by the names of the keys.</param>
internal sealed record WitnessedRequest(
    Organization Organization,
    CallerIdentity? Caller,
    string? Permissions,
    string Action,
    string Resource,
    ImmutableArray<(string Key, ImmutableArray<string> Values)> Context
)
{
    public static WitnessedRequest Of(
        Organization organization,
        CallerIdentity? caller,
        string? permissions,
        RequestContext question
    ) =>
        new(
            organization,
            caller,
            permissions,
            question.Action,
            question.Resource,
            [.. question.Values.Select(v => (v.Key.Name, v.Values))]
        );
}

/// <param name="Organization">As its policies work at the moment.</param>
/// <param name="InForce">The same, or the state whose policies the account keeps because those of now are not valid.</param>
/// <param name="Assumptions">How what AWS does not document is answered.</param>
internal sealed record WitnessedAccount(
    AccountId Id,
    Organization Organization,
    Organization InForce,
    Assumptions Assumptions,
    DateTimeOffset Now
);

/// <summary>Of the process: commands start sandboxes of their own, which nobody can be given to.</summary>
internal static class DecisionWitness
{
    /// <summary>Null when nobody listens.</summary>
    public static IDecisionWitness? Current { get; set; }
}
