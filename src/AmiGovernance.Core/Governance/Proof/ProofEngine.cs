using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Decides single requests by the engine that `explain` decides by, for what the prover found by another way.</summary>
internal sealed class ProofEngine
{
    private static readonly Statement AllowAll = new(Effect.Allow) { Actions = ["*"], Resources = ["*"] };

    private readonly Authorization authorization;
    private readonly DateTimeOffset now;

    /// <param name="now">When a request is made that gives no time.</param>
    public ProofEngine(ImmutableArray<Statement> statements, DateTimeOffset now)
    {
        this.now = now;
        authorization = new Authorization
        {
            ServiceControlPolicies = PolicyLevels.Of([
                new CompiledPolicy(new PolicyDocument([AllowAll]), "FullAWSAccess"),
                new CompiledPolicy(new PolicyDocument(statements), "ours"),
            ]),
        };
    }

    /// <summary>Null when `explain` takes no such request, or answers that it depends on more.</summary>
    public bool? Denies(Example example)
    {
        if (example.Call(now) is not { } call)
            return null;
        var answers = call.Questions()
            .Where(q => q.IsTouched)
            .Select(q => authorization.Judge(q, new Caller()))
            .ToList();
        if (answers.Exists(a => a.Decision.Outcome == Outcome.ExplicitDeny))
            return true;
        return answers.Exists(a => a.Open.Count > 0) ? null : false;
    }
}
