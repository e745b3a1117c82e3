namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <summary>A document, or a part of one, that this judge has no formula for.</summary>
internal sealed class NoFormulaException(string reason) : Exception(reason);

/// <summary>One of the six parts of an ARN: constant, or a variable of the request, which may have a constant before it.</summary>
internal readonly record struct ArnPart(string Text, bool IsVariable)
{
    private readonly string? prefix;

    private ArnPart(string prefix, string variable)
        : this(variable, true) => this.prefix = prefix;

    public static ArnPart Variable(string prefix, string name) => new(prefix, name);

    public static implicit operator ArnPart(string constant) => new(constant, false);

    public static ArnPart Variable(string name) => new(name, true);

    public string Like(string pattern)
    {
        if (!IsVariable)
            return Smt.Of(Smt.IsLike(Text, pattern));
        if (prefix is null)
            return Smt.Like(Text, pattern);
        var start = pattern[..Math.Min(prefix.Length, pattern.Length)];
        if (start.AsSpan().ContainsAny('*', '?'))
            return Smt.Like($"(str.++ {Smt.Text(prefix)} {Text})", pattern);
        // What the constant decides needs no solver.
        return start == prefix ? Smt.Like(Text, pattern[prefix.Length..]) : Smt.False;
    }
}

/// <summary>
/// A resource that a call is authorized on, from the Service Authorization Reference for Amazon EC2; without parts it is `*`, for
/// actions that know no resource.
/// </summary>
internal sealed record SmtResource(string Type, ArnPart[] Parts)
{
    private static readonly ArnPart Partition = ArnPart.Variable("partition");
    private static readonly ArnPart Region = ArnPart.Variable("region");

    public static readonly SmtResource Anything = new("*", []);

    /// <summary>An image that is there already; images have no account in their ARN.</summary>
    public static readonly SmtResource Image = new(
        "image",
        ["arn", Partition, "ec2", Region, "", ArnPart.Variable("image/", "imageId")]
    );

    /// <summary>An image or a snapshot that the call makes has no id yet.</summary>
    public static SmtResource NewWithoutAccount(string type) =>
        new($"new-{type}", ["arn", Partition, "ec2", Region, "", $"{type}/*"]);

    public static SmtResource Own(string type) =>
        new(type, ["arn", Partition, "ec2", Region, ArnPart.Variable("account"), $"{type}/*"]);

    /// <summary>
    /// Parts are compared one by one, and an incomplete ARN is completed with wildcards (IAM user guide, "Resource").
    /// </summary>
    public string Like(string pattern) => Parts.Length == 0 ? LikeAnything(pattern) : Like(Parts, pattern);

    private static string LikeAnything(string pattern) => Smt.Of(pattern.Length > 0 && pattern.All(c => c == '*'));

    public static string Like(ArnPart[] parts, string pattern)
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
    private const string Digits = "((_ re.loop 12 12) (re.range \"0\" \"9\"))";
    private const string Hex = "(re.union (re.range \"0\" \"9\") (re.range \"a\" \"f\"))";

    /// <summary>Of names and paths.</summary>
    private static readonly string NameCharacters = Smt.Either(
        "(re.range \"a\" \"z\")",
        "(re.range \"A\" \"Z\")",
        "(re.range \"0\" \"9\")",
        AnyOf("+", "=", ",", ".", "@", "_", "-", "/")
    );

    private static string AnyOf(params string[] words) =>
        Smt.Either([.. words.Select(w => $"(str.to_re {Smt.Text(w)})")]);

    /// <summary>Values of `ec2:Owner` that are no account (EC2 user guide, "Shared AMIs").</summary>
    private static readonly string[] Aliases = ["amazon", "aws-marketplace", "aws-backup-vault"];

    /// <summary>Partitions with the Regions in them, by their shape: a Region that opens tomorrow is one of them.</summary>
    private static readonly (string Partition, string Region)[] Regions =
    [
        (
            "aws",
            Smt.Sequence(
                AnyOf("us", "eu", "ap", "ca", "sa", "af", "me", "il", "mx"),
                AnyOf("-"),
                AnyOf("north", "south", "east", "west", "central", "northeast", "northwest", "southeast", "southwest"),
                AnyOf("-"),
                "(re.range \"1\" \"9\")"
            )
        ),
        (
            "aws-cn",
            "(re.++ (str.to_re \"cn-\") (re.union (str.to_re \"north\") (str.to_re \"northwest\")) (str.to_re \"-1\"))"
        ),
        (
            "aws-us-gov",
            "(re.++ (str.to_re \"us-gov-\") (re.union (str.to_re \"east\") (str.to_re \"west\")) (str.to_re \"-1\"))"
        ),
        ("aws-eusc", "(re.++ (str.to_re \"eusc-de-east-\") (re.range \"1\" \"9\"))"),
    ];

    public static readonly ArnPart[] Principal =
    [
        "arn",
        ArnPart.Variable("partition"),
        "iam",
        "",
        ArnPart.Variable("account"),
        ArnPart.Variable("principalResource"),
    ];

    private readonly SortedDictionary<string, string> extra = new(StringComparer.Ordinal);

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
            .Select(f => f.Text);
        return string.Join('\n', [Declarations, .. extra.Values, .. facts.Select(f => $"(assert {f})"), .. asked]);
    }

    private static readonly string Declarations = string.Join(
        '\n',
        [
            "(set-option :timeout 4000)",
            .. new[]
            {
                "partition",
                "region",
                "imageId",
                "owner",
                "ownerAccount",
                "account",
                "principalResource",
            }.Select(name => $"(declare-const {name} String)"),
            "(declare-const time Int)",
        ]
    );

    private static readonly (string[] Variables, string Text)[] Facts =
    [
        // From 2020 to 2050: before it there was no policy.
        (["time"], "(and (>= time 1577836800) (< time 2524608000))"),
        (["account"], $"(str.in_re account {Digits})"),
        (["owner"], $"(str.in_re ownerAccount {Digits})"),
        (["owner"], Smt.Or(Aliases.Select(a => $"(= owner \"{a}\")").Prepend("(= owner ownerAccount)"))),
        (
            ["partition", "region"],
            Smt.Or(Regions.Select(r => $"(and (= partition \"{r.Partition}\") (str.in_re region {r.Region}))"))
        ),
        (
            ["imageId"],
            $"(str.in_re imageId (re.++ (str.to_re \"ami-\") (re.union ((_ re.loop 8 8) {Hex}) ((_ re.loop 17 17) {Hex}))))"
        ),
        (
            ["principalResource"],
            Smt.Or(
                "(= principalResource \"root\")",
                Smt.Is("principalResource", Smt.Sequence(AnyOf("role/", "user/"), $"(re.+ {NameCharacters})"))
            )
        ),
    ];
}
