using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>
/// Proves the guarantees for all requests, by partitioning them along the conditions of the documents: complete for the
/// documents at hand. A document with a condition of another kind makes the guarantees that it touches "not proven".
/// </summary>
public static class Prover
{
    /// <summary>What every proof takes for granted; printed with the results.</summary>
    public static readonly ImmutableArray<string> Assumptions =
    [
        "FullAWSAccess is attached at every level, and no other policy denies more or sets EC2 attributes first",
        "EC2 sends `ec2:Owner` and `aws:ResourceAccount` for every image, and `aws:PrincipalAccount`, `aws:PrincipalArn` and `aws:CurrentTime` in every request",
        "accounts that no document names are all treated alike",
    ];

    /// <summary>What a proof for the accounts of an organization takes for granted.</summary>
    public static readonly ImmutableArray<string> OrganizationAssumptions =
    [
        "the organization is as its file says, with both policies attached to their targets",
        .. Assumptions[1..],
    ];

    public static ImmutableArray<GuaranteeResult> Run(ProofInput input)
    {
        var denies = input.Statements.Where(s => s.Effect == Effect.Deny).Select(DenyStatement.Of).ToList();
        var unknown = input
            .Statements.Where(s => s.Effect == Effect.Deny && s.Conditions.Any(c => Atom.Of(c) is null))
            .ToList();
        var proof = new Proof(
            input,
            new RequestSpace(
                [.. denies.OfType<DenyStatement>()],
                input.NamedAccounts,
                [.. input.BreakGlass, .. input.CreationRoles]
            ),
            [.. denies.OfType<DenyStatement>()]
        );
        var results = LaunchGuarantees
            .All(proof)
            .Concat(CreationGuarantees.All(proof))
            .Concat(GuardrailGuarantees.All(proof))
            .OrderBy(r => r.Number);
        if (unknown.Count == 0)
            return [.. results];
        // A statement that cannot be partitioned could deny what must be allowed, so nothing that holds is certain.
        var reason =
            $"the statement{(unknown[0].Sid is null ? "" : $" `{unknown[0].Sid}`")} has a condition that the prover cannot partition along";
        return
        [
            .. results.Select(r =>
                r.Outcome == ProofOutcome.Proven ? r with { Outcome = ProofOutcome.NotProven, Reason = reason } : r
            ),
        ];
    }
}

/// <summary>What the guarantees share.</summary>
internal sealed record Proof(ProofInput Input, RequestSpace Space, ImmutableArray<DenyStatement> Denies)
{
    /// <summary>One image ARN for each partition; the documents' patterns do not look at region and id, or else these differ.</summary>
    private static readonly string[] ImageArns =
    [
        "arn:aws:ec2:us-east-1::image/ami-0123456789abcdef0",
        "arn:aws:ec2:eu-central-1::image/ami-0aaaaaaaaaaaaaaaa",
        "arn:aws-cn:ec2:cn-north-1::image/ami-0123456789abcdef0",
        "arn:aws-us-gov:ec2:us-gov-west-1::image/ami-0123456789abcdef0",
        "arn:aws-eusc:ec2:eusc-de-east-1::image/ami-0123456789abcdef0",
    ];

    public List<RequestClass> OnImages(IEnumerable<string> actions) =>
        Space.Classes(RunInstancesFirst(actions), ImageArns, onImage: true);

    /// <summary>A counterexample with the action that everybody knows is the easiest to read.</summary>
    private static IEnumerable<string> RunInstancesFirst(IEnumerable<string> actions) =>
        actions.OrderBy(a => a == "ec2:RunInstances" ? 0 : 1);

    /// <summary>Creation and settings are authorized on several kinds of resource; a deny on any of them denies the call.</summary>
    public List<RequestClass> OnAnything(IEnumerable<string> actions) => Space.Classes(actions, ["*"], onImage: false);

    public static GuaranteeResult NotApplicable(int number, string title, string reason) =>
        new(number, title, ProofOutcome.NotApplicable, 0) { Reason = reason };

    /// <summary>Looks for the first class, in order of its simplicity, that breaks the guarantee; only those with the given answer can.</summary>
    public static GuaranteeResult Check(
        int number,
        string title,
        IReadOnlyCollection<RequestClass> classes,
        Func<RequestClass, bool> concerned,
        Func<RequestClass, (string Reason, string Owner, string Account)?> broken
    )
    {
        foreach (var found in classes.Where(concerned))
        {
            if (broken(found) is not { } problem)
                continue;
            return new GuaranteeResult(number, title, ProofOutcome.Refuted, classes.Count)
            {
                Reason = problem.Reason,
                Counterexample = Arguments(found, problem.Owner, problem.Account),
            };
        }
        return new GuaranteeResult(number, title, ProofOutcome.Proven, classes.Count);
    }

    private static string Arguments(RequestClass found, string owner, string account)
    {
        var arguments = $"--action {found.Action} --account {account}";
        if (found.Principal is { } principal && principal.Account == account && !principal.MatchedPatterns.IsEmpty)
            arguments += $" --principal {principal.Arn}";
        if (owner.Length > 0)
            arguments += $" --image-owner {owner}";
        if (found.Image is { } image && image.Owner == owner && image.OwnerAccount != owner)
            arguments += $" --image-owner-account {image.OwnerAccount}";
        return found.Time is { } time ? $"{arguments} --at {RequestSpace.Text(time)}" : arguments;
    }
}
