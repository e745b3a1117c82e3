using System.Collections.Immutable;
using System.Globalization;

namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <summary>A document, or a part of one, that this judge has no formula for.</summary>
internal sealed class NoFormulaException(string reason) : Exception(reason);

/// <summary>
/// A resource that a call is authorized on, from the Service Authorization Reference for Amazon EC2; without parts it is `*`, for
/// actions that know no resource.
/// </summary>
/// <param name="Parts">The six parts of its ARN.</param>
internal sealed record SmtResource(string Type, SmtTerm[] Parts)
{
    public static readonly SmtResource Anything = new("*", []);

    /// <summary>An image that is there already; images have no account in their ARN.</summary>
    public static readonly SmtResource Image = Of("image", new SmtFixed(""), SmtRequest.ImageResource) with
    {
        Owner = SmtRequest.Owner,
        Account = SmtRequest.OwnerAccount,
    };

    /// <summary>
    /// The image that is copied. A copy is asked for in the Region that it goes to (EC2 API reference, `CopyImage`), and stays in the
    /// partition.
    /// </summary>
    public static readonly SmtResource Source = Image with
    {
        Parts = [.. Image.Parts[..3], SmtRequest.SourceRegion, .. Image.Parts[4..]],
        HasTags = false,
        TellsAccount = false,
    };

    /// <summary>
    /// The image that a copy makes. That its `ec2:Owner` is the caller's account is measured by third parties (row 52 of corrections.md).
    /// </summary>
    public static readonly SmtResource Copy = NewWithoutAccount("image") with
    {
        Owner = SmtRequest.Account,
        TellsAccount = false,
    };

    /// <summary>As of new images, but for snapshots that other calls make, the reference lists `ec2:Owner` of an imported one.</summary>
    public static readonly SmtResource ImportedSnapshot = NewWithoutAccount("snapshot") with
    {
        Owner = SmtRequest.Account,
        MayLackOwner = true,
    };

    /// <summary>
    /// A snapshot that is there already. The reference lists `ec2:Owner` there, and whether each request carries it is not measured.
    /// </summary>
    public static readonly SmtResource Snapshot = Of("snapshot", new SmtFixed(""), new SmtFixed("snapshot/*")) with
    {
        Owner = SmtRequest.Owner,
        MayLackOwner = true,
        Account = SmtRequest.OwnerAccount,
    };

    /// <summary>The value of `ec2:Owner`; null where the reference lists no such key.</summary>
    public SmtTerm? Owner { get; private init; }

    public bool MayLackOwner { get; private init; }

    /// <summary>
    /// Whether requests carry tags of it: the reference lists none for what a call makes, and none for the images of `CopyImage`.
    /// </summary>
    public bool HasTags { get; private init; } = true;

    /// <summary>
    /// Whether requests carry `aws:ResourceAccount`: CopyImage does not support it (IAM user guide, "AWS global condition context keys").
    /// </summary>
    public bool TellsAccount { get; private init; } = true;

    /// <summary>The account that owns it.</summary>
    public SmtTerm Account { get; private init; } = SmtRequest.Account;

    /// <summary>An image or a snapshot that the call makes has no id yet.</summary>
    public static SmtResource NewWithoutAccount(string type) =>
        Of($"new-{type}", new SmtFixed(""), new SmtFixed($"{type}/*")) with
        {
            HasTags = false,
        };

    /// <summary>
    /// The image that another call makes: the reference lists `ec2:Owner` there, and whether requests carry it is not measured.
    /// </summary>
    public static readonly SmtResource NewImage = NewWithoutAccount("image") with
    {
        Owner = SmtRequest.Account,
        MayLackOwner = true,
    };

    public static SmtResource Own(string type, string service = "ec2") =>
        Of(type, SmtRequest.Account, new SmtFixed($"{type}/*"), service);

    private static SmtResource Of(string type, SmtTerm account, SmtTerm resource, string service = "ec2") =>
        new(
            type,
            [new SmtFixed("arn"), SmtRequest.Partition, new SmtFixed(service), SmtRequest.Region, account, resource]
        );

    /// <summary>
    /// Parts are compared one by one, and an incomplete ARN is completed with wildcards (IAM user guide, "Resource").
    /// </summary>
    public string Like(string pattern) => Parts.Length == 0 ? LikeAnything(pattern) : Like(Parts, pattern);

    private static string LikeAnything(string pattern) => Smt.Of(pattern.Length > 0 && pattern.All(c => c == '*'));

    public static string Like(SmtTerm[] parts, string pattern)
    {
        if (pattern == "*")
            return Smt.True;
        var patterns = pattern.Split(':', 6);
        return Smt.And(patterns.Select((p, i) => parts[i].Like(p)));
    }
}

/// <summary>The variables of a request and what AWS says of their values; and those that conditions bring along.</summary>
internal sealed class SmtRequest
{
    private static readonly string[] Directions =
    [
        "north",
        "south",
        "east",
        "west",
        "central",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
    ];

    /// <summary>Partitions with the Regions in them, by their shape: a Region that opens tomorrow is one of them.</summary>
    private static readonly (string Partition, string[] Regions)[] Places =
    [
        (
            "aws",
            [
                .. from area in new[] { "us", "eu", "ap", "ca", "sa", "af", "me", "il", "mx" }
                from direction in Directions
                from number in Enumerable.Range(1, 9)
                select string.Create(CultureInfo.InvariantCulture, $"{area}-{direction}-{number}"),
            ]
        ),
        ("aws-cn", ["cn-north-1", "cn-northwest-1"]),
        ("aws-us-gov", ["us-gov-east-1", "us-gov-west-1"]),
        ("aws-eusc", ["eusc-de-east-1", "eusc-de-east-2"]),
    ];

    public static readonly SmtChoice Partition = new("partition", 2, [.. Places.Select(p => p.Partition)]);
    public static readonly SmtChoice Region = new("region", 10, [.. Places.SelectMany(p => p.Regions)]);
    public static readonly SmtChoice SourceRegion = Region with { Variable = "source" };
    public static readonly SmtDigits Account = new("account", 12);
    public static readonly SmtDigits OwnerAccount = new("ownerAccount", 12);

    public static readonly SmtOwner Owner = new(
        new SmtChoice("alias", 2, [SmtOwner.NoAlias, "amazon", "aws-marketplace", "aws-backup-vault"]),
        OwnerAccount
    );

    public static readonly SmtImageId ImageId = new(new SmtDigits("imageDigits", 17), "imageIsOld");
    public static readonly SmtString PrincipalResource = new("principalResource");
    public static readonly SmtTerm ImageResource = new SmtAfter("image/", ImageId);
    public static readonly SmtArn WholePrincipal = new(Partition, Account, PrincipalResource);

    /// <summary>
    /// `aws:PrincipalArn` is the ARN of a role, a user, the root user or a federated user (IAM user guide, "AWS global condition context
    /// keys"); service control policies bind all of them (Organizations user guide, "SCP effects on permissions").
    /// </summary>
    public static readonly SmtTerm[] Principal =
    [
        new SmtFixed("arn"),
        Partition,
        new SmtPrincipalService(PrincipalResource),
        new SmtFixed(""),
        Account,
        PrincipalResource,
    ];

    private readonly SortedDictionary<string, string> extra = new(StringComparer.Ordinal);

    /// <summary>Takes over what conditions brought along that were asked before.</summary>
    public void Include(SmtRequest other)
    {
        foreach (var (name, declaration) in other.extra)
            extra[name] = declaration;
    }

    /// <summary>The same name for the same key is the same variable.</summary>
    public string Declare(string name, string sort)
    {
        extra[name] = $"(declare-const |{name}| {sort})";
        return $"|{name}|";
    }

    /// <summary>
    /// The whole question: is there a request for which all of this holds? What AWS says of variables that it does not mention can always
    /// be fulfilled, and is left out.
    /// </summary>
    public string Question(params IEnumerable<string> assertions)
    {
        var asked = assertions.Select(a => $"(assert {a})").ToList();
        var text = string.Join('\n', asked);
        var facts = Facts
            .Where(f => f.Variables.Any(v => text.Contains(v, StringComparison.Ordinal)))
            .Select(f => $"(assert {f.Text})");
        var texts = SmtTexts.Facts(text, name => name == PrincipalResource.Name ? PrincipalNames : SmtLanguage.Any);
        return string.Join('\n', [Declarations, .. extra.Values, .. facts, .. texts, .. asked]);
    }

    /// <summary>By counted steps, not by time, so that the answer is the same everywhere.</summary>
    public const string Limit = "(set-option :rlimit 8000000)";

    private static readonly string Declarations = string.Join(
        '\n',
        Limit,
        "(declare-const partition (_ BitVec 2))",
        "(declare-const region (_ BitVec 10))",
        "(declare-const source (_ BitVec 10))",
        "(declare-const account (_ BitVec 48))",
        "(declare-const ownerAccount (_ BitVec 48))",
        "(declare-const alias (_ BitVec 2))",
        "(declare-const imageDigits (_ BitVec 68))",
        "(declare-const imageIsOld Bool)",
        "(declare-const time Int)"
    );

    private static readonly (string[] Variables, string Text)[] Facts =
    [
        // From 2020 to 2050: before it there was no policy.
        (["time"], "(and (>= time 1577836800) (< time 2524608000))"),
        (["account"], AreDecimal("account")),
        (["ownerAccount"], AreDecimal("ownerAccount")),
        (["partition", "region", "source"], Smt.Or(Places.Select(p => PlaceOf(p, Region)))),
        (["source"], Smt.Or(Places.Select(p => PlaceOf(p, SourceRegion)))),
    ];

    private const string NameCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@-";

    /// <summary>
    /// Names hold letters, digits and `_+=,.@-`; paths begin and end with a slash and hold any printable character between (IAM API
    /// reference, `CreateRole` and `CreateUser`; the user guide allows paths less). A federated user has no path (`GetFederationToken`).
    /// </summary>
    private static readonly SmtLanguage PrincipalNames = new([
        SmtLanguage.Word("root"),
        .. from kind in new[] { "role/", "user/" }
        from path in new[] { [], Path }
        select SmtLanguage.Word(kind).AddRange(path).AddRange(Name),
        SmtLanguage.Word("federated-user/").AddRange(Name),
    ]);

    private static ImmutableArray<SmtStep> Name => Some(NameCharacters.Contains);

    private static ImmutableArray<SmtStep> Path => Some(c => c is >= '!' and <= '~').AddRange(SmtLanguage.Word("/"));

    private static ImmutableArray<SmtStep> Some(Func<char, bool> fits) =>
        [new SmtStep(fits, IsRepeated: false), new SmtStep(fits, IsRepeated: true)];

    private static string AreDecimal(string variable) =>
        Smt.And(
            Enumerable
                .Range(0, 12)
                .Select(i =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"(bvule ((_ extract {4 * i + 3} {4 * i}) {variable}) #x9)"
                    )
                )
        );

    private static string PlaceOf((string Partition, string[] Regions) place, SmtChoice region)
    {
        var first = Array.IndexOf(region.Names, place.Regions[0]);
        return Smt.And(Partition.Is(place.Partition), region.Between(first, first + place.Regions.Length - 1));
    }
}
