using System.Collections.Immutable;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>A request that breaks a guarantee.</summary>
/// <param name="Reason">In one sentence.</param>
/// <param name="Account">The caller's.</param>
/// <param name="Owner">Of the image, as `ec2:Owner` spells it; null when the request concerns no image.</param>
internal sealed record Breach(string Reason, string Account, string? Owner);

/// <summary>What the guarantees share.</summary>
internal sealed record Proof(ProofInput Input, RequestSpace Space, ImmutableArray<DenyStatement> Denies)
{
    /// <summary>
    /// One image ARN for each partition; the documents' patterns do not look at region and id, or else these differ.
    /// </summary>
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

    /// <summary>
    /// Creation and settings are authorized on several kinds of resource; a deny on any of them denies the call.
    /// </summary>
    public List<RequestClass> OnAnything(IEnumerable<string> actions) => Space.Classes(actions, ["*"], onImage: false);

    /// <summary>Looks for the first class, in order of its simplicity, that breaks the guarantee.</summary>
    /// <param name="concerned">Only classes with this answer can break it.</param>
    /// <param name="breach">Null when the class does not break it.</param>
    public static GuaranteeResult Check(
        Guarantee guarantee,
        IReadOnlyCollection<RequestClass> classes,
        Func<RequestClass, bool> concerned,
        Func<RequestClass, Breach?> breach
    )
    {
        foreach (var found in classes.Where(concerned))
            if (breach(found) is { } broken)
                return guarantee.Refuted(classes.Count, broken.Reason) with
                {
                    Counterexample = Arguments(found, broken),
                };
        return guarantee.Proven(classes.Count);
    }

    /// <summary>
    /// The owners of a class with their accounts, as `ec2:Owner` and `aws:ResourceAccount` have them.
    /// </summary>
    public static IEnumerable<(string Owner, string Account)> Owners(RequestClass found)
    {
        if (found.Image is not { } image)
            return [(RequestSpace.UnnamedAccount, RequestSpace.UnnamedAccount)];
        return image.IsUnnamed
            ? [(image.Owner, image.OwnerAccount)]
            : image.Members.Select(m => (m, image.AccountOf(m)));
    }

    /// <summary>
    /// The accounts of a class; when the answer did not depend on the caller, every account that the configuration names and
    /// any other.
    /// </summary>
    public IEnumerable<string> Accounts(RequestClass found)
    {
        if (found.Principal is not { } principal)
            return Input.NamedAccounts.Prepend(RequestSpace.UnnamedAccount);
        return principal.Accounts.IsEmpty ? [principal.Account] : principal.Accounts;
    }

    private static string Arguments(RequestClass found, Breach broken)
    {
        var arguments = $"--action {found.Action} --account {broken.Account}";
        if (found.Principal is { MatchedPatterns.IsEmpty: false } principal && principal.Account == broken.Account)
            arguments += $" --principal {principal.Arn}";
        if (broken.Owner is { } owner)
            arguments += $" --image-owner {owner}";
        if (found.Image is { } image && image.Owner == broken.Owner && image.OwnerAccount != image.Owner)
            arguments += $" --image-owner-account {image.OwnerAccount}";
        return found.Time is { } time ? $"{arguments} --at {RequestSpace.Text(time)}" : arguments;
    }
}
