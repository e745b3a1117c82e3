using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Governance.Rules;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>A call as people describe it, on the command line or in a table; null for what they leave out.</summary>
public sealed partial record CallInput
{
    public static readonly ImmutableSortedDictionary<string, string> NoContext = ImmutableSortedDictionary.Create<
        string,
        string
    >(StringComparer.OrdinalIgnoreCase);

    private const string DefaultAction = "ec2:RunInstances";

    /// <summary>With or without `ec2:`; a launch when it is left out.</summary>
    public string? Action { get; init; }

    public string? Account { get; init; }

    /// <summary>Where no account is named, the call is by one that no policy names.</summary>
    public bool IsByAnyAccount { get; init; }

    public string? Principal { get; init; }

    public string? Image { get; init; }

    /// <summary>An account id, or an alias in either spelling.</summary>
    public string? ImageOwner { get; init; }

    /// <summary>The session's ARN where the principal is a role of which nothing else is known: its path is not.</summary>
    public string? Session { get; init; }

    /// <summary>Resources of the call, by their ARNs, as AWS or the request named them.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>The call touches no more than what it must and what is named.</summary>
    public bool NamesAll { get; init; }

    /// <summary>Condition keys with their values, as far as they are told.</summary>
    public ImmutableSortedDictionary<string, string> Context { get; init; } = NoContext;

    /// <summary>The owner is what AWS itself had for `ec2:Owner`: nothing that is known of accounts changes it.</summary>
    public bool IsOwnerKey { get; init; }

    public string? ImageOwnerAccount { get; init; }

    public string? ImageName { get; init; }

    /// <summary>What EC2 says of the image; what is said here of owner and name wins.</summary>
    public ImageFacts? Described { get; init; }

    /// <summary>The call is on no image, though others of its action are.</summary>
    public bool IsWithoutImage { get; init; }

    /// <summary>Of a call that changes permissions of an image or snapshot: whether it gives them to everyone.</summary>
    public bool? SharesPublicly { get; init; }

    public string? Region { get; init; }

    /// <summary>ISO 8601, in UTC unless it says otherwise.</summary>
    public string? Time { get; init; }

    /// <summary>What is said here wins over what is only hinted at.</summary>
    public CallInput Or(CallHints hints) =>
        this with
        {
            Action = Action ?? hints.Action,
            Account = Account ?? hints.Account,
            Principal = Principal ?? hints.PrincipalArn,
            Session = Session ?? (Principal is null ? hints.Session : null),
            Resources = [.. Resources.Concat(Named(hints)).Distinct(StringComparer.Ordinal)],
            NamesAll = NamesAll || hints.NamesAll,
            Image = Image ?? hints.ImageId,
            ImageOwner = ImageOwner ?? hints.ImageOwner,
            IsOwnerKey = IsOwnerKey || ImageOwner is null && hints.ImageOwner is not null,
            ImageOwnerAccount = ImageOwnerAccount ?? (ImageOwner is null ? hints.ImageOwnerAccount : null),
            Context = hints.Context.SetItems(Context),
            SharesPublicly = hints.SharesPublicly,
            IsWithoutImage = hints.IsWithoutImage,
            Region = Region ?? hints.Region,
            Time = Time ?? hints.Time?.ToString("o", CultureInfo.InvariantCulture),
        };

    public CallInput WithImage(ImageFacts found) =>
        this with
        {
            ImageOwner = found.IamOwner,
            ImageOwnerAccount = found.OwnerId,
            ImageName = ImageName ?? found.Name,
            Described = found,
        };

    private static IEnumerable<string> Named(CallHints hints) =>
        hints.Refusal?.Resource is { } denied ? hints.Resources.Prepend(denied) : hints.Resources;

    /// <summary>Null with the problem when the call cannot be decided. An owner that is not told stays unknown.</summary>
    public BuiltCall? Build(CallDefaults defaults, out CallProblem? problem)
    {
        var action = FullAction();
        var (region, time) = (DefaultRegion(defaults.Region), defaults.Time);
        problem = null;
        if (!AccountId.TryParse(CallingAccount(), out var account))
            problem = new CallProblem(
                "the calling account is needed, in 12 digits",
                Account is null ? MissingPart.Account : MissingPart.None
            );
        else if (AccountOf(Principal) is { } other && other != account.Value)
            problem = new CallProblem($"the principal is of account {other}, and the calling account is {account}");
        else if (ActionProblem(action) is { } unknown)
            problem = unknown;
        else if (OwnerProblem() is { } owner)
            problem = owner;
        else if (PublicProblem() is { } contradicted)
            problem = contradicted;
        else if (Time is not null && !TryParseTime(Time, out time))
            problem = new CallProblem($"`{Time}` is no time; write it as 2026-04-15T00:00:00Z");
        else if (Region is not null && !RegionName.TryParse(Region, out region))
            problem = new CallProblem($"`{Region}` is not the name of a Region, such as eu-central-1");
        else if (PrincipalPartition is { } partition && partition != Partitions.Of(region))
            problem = new CallProblem(
                $"the principal is of the partition {partition.Name()}, and {region} is in {Partitions.Of(region).Name()}"
            );
        return problem is null ? Build(action, account, region, time) : null;
    }

    private Partition? PrincipalPartition => Partitions.OfArn(Principal ?? "");

    /// <summary>One of the principal's partition.</summary>
    private RegionName DefaultRegion(RegionName usual) =>
        PrincipalPartition is { } partition && partition != Partitions.Of(usual) ? partition.AnyRegion() : usual;

    private string CallingAccount() =>
        Account ?? AccountOf(Principal) ?? (IsByAnyAccount ? RequestSpace.UnnamedAccount : "");

    private static string? AccountOf(string? principal) =>
        Arn.TryParse(principal ?? "", out var arn) && AccountId.IsValid(arn.Account) ? arn.Account : null;

    private string FullAction()
    {
        if (Action is null)
            return DefaultAction;
        return Action.Contains(':', StringComparison.Ordinal) ? Action : $"ec2:{Action}";
    }

    /// <summary>EC2's actions are all in the table; of those of other services the form is checked alone.</summary>
    private static CallProblem? ActionProblem(string action)
    {
        if (!action.StartsWith("ec2:", StringComparison.OrdinalIgnoreCase))
            return ActionForm().IsMatch(action)
                ? null
                : new CallProblem($"`{action}` is no action, such as {DefaultAction}");
        if (Wildcard.HasWildcards(action))
            return new CallProblem($"`{action}` is a pattern, and a call has one action, such as {DefaultAction}");
        return UnknownAction.Problem(action) is { } problem
            ? new CallProblem($"{problem.Message}; {problem.Help}")
            : null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9-]+:[A-Za-z0-9]+\z")]
    private static partial Regex ActionForm();

    private CallProblem? OwnerProblem()
    {
        if (ImageOwner is not null && !OwnerId.TryParse(ImageOwner, out _))
            return new CallProblem(
                $"`{ImageOwner}` owns no image: give an account id, or one of {string.Join(", ", OwnerAliases.Names)}"
            );
        return null;
    }

    private CallProblem? PublicProblem()
    {
        if (Described?.IsPublic is not { } isPublic || !Context.TryGetValue("ec2:Public", out var said))
            return null;
        if (bool.TryParse(said, out var value) && value == isPublic)
            return null;
        var state = isPublic ? "public" : "not public";
        return new CallProblem($"`ec2:Public={said}` is no key to give: the image is {state}, by what EC2 says of it");
    }

    private static readonly string[] TimeForms =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd",
        "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-dd HH:mmK",
    ];

    private static bool TryParseTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(
            text,
            TimeForms,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out time
        );

    private BuiltCall Build(string action, AccountId account, RegionName region, DateTimeOffset time)
    {
        // A session that is given is a role whose path is not known: policies compare the role.
        var principal = Principal is null ? null : SessionArn.RoleOf(Principal);
        var session = principal == Principal ? Session : Principal;
        var partition = PrincipalPartition ?? Partitions.Of(region);
        var behind = BehindAlias();
        var image = Facts(behind);
        var call = new Ec2Call
        {
            Action = action,
            Account = account,
            PrincipalArn = principal ?? $"arn:{partition.Name()}:iam::{account}:role/Some",
            Partition = partition,
            Region = region,
            Time = time,
            Session = session,
            Context = Context,
            NamedResources = Resources,
            NamesAll = NamesAll,
            ImageId = Image,
            ImageOwner = behind is { IsUnverified: true } ? null : image?.IamOwner,
            ImageOwnerAccount = image is { OwnerId.Length: > 0 } ? image.OwnerId : null,
            ImageIsPublic = image?.IsPublic,
            CarriesOwner = IsOwnerKey,
            SharesPublicly = SharesPublicly ?? SharesByKey(),
            IsWithoutImage = IsWithoutImage && Image is null && ImageOwner is null,
        };
        return new BuiltCall(call, image)
        {
            Note = behind is null ? null : Note(behind),
            IsByAnyAccount = IsByAnyAccount && Account is null && AccountOf(Principal) is null,
        };
    }

    /// <summary>
    /// Calls on snapshots carry the group that they share with (Service Authorization Reference); for images only people say it so, and no
    /// policy sees it.
    /// </summary>
    private bool? SharesByKey() => Context.TryGetValue("ec2:Add/group", out var group) ? group == "all" : null;

    /// <summary>Whose images carry an alias, so that `ec2:Owner` is not the account that was said; null where AWS said it.</summary>
    private KnownPublisher? BehindAlias() =>
        Described is null && !IsOwnerKey && KnownPublishers.Of(ImageOwner ?? "") is { Alias: not null } found
            ? found
            : null;

    private static string Note(KnownPublisher found) =>
        $"images of {found.Account} ({found.Publisher}) {found.Carry} the owner alias `{found.Alias?.IamName()}`, which `ec2:Owner` is then;"
        + $" {found.Certainty}; what `aws ec2 describe-images` says of the image decides (`--owners FILE`)";

    private ImageFacts? Facts(KnownPublisher? behind)
    {
        if (!OwnerId.TryParse(ImageOwner ?? "", out var owner))
            return null;
        var account = owner.Account?.Value ?? ImageOwnerAccount ?? "";
        var known = Described ?? new ImageFacts(account, null);
        return known with
        {
            OwnerId = account,
            OwnerAlias = (behind is { IsUnverified: true } ? owner.Alias : behind?.Alias ?? owner.Alias)?.IamName(),
            ImageId = Image,
            Name = ImageName,
        };
    }
}
