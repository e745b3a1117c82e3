namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <summary>One value of a condition key.</summary>
/// <param name="IsPresent">When the request has it.</param>
/// <param name="Text">It as a string.</param>
internal sealed record SmtMember(string IsPresent, string Text)
{
    /// <summary>It as a number of seconds, where it is a date.</summary>
    public string? Number { get; init; }

    /// <summary>Its parts, where it is an ARN.</summary>
    public ArnPart[]? Arn { get; init; }
}

/// <summary>What a request carries under a condition key.</summary>
internal sealed record SmtKey(IReadOnlyList<SmtMember> Members)
{
    /// <summary>Keys with several values ("AWS global condition context keys"): two stand for any number.</summary>
    private static readonly string[] Multivalued =
    [
        "aws:tagkeys",
        "aws:calledvia",
        "aws:principalorgpaths",
        "aws:principalservicenameslist",
    ];

    private static readonly string[] AlwaysBoolean =
    [
        "aws:viaawsservice",
        "aws:principalisawsservice",
        "aws:securetransport",
    ];

    public string IsPresent => Smt.Or(Members.Select(m => m.IsPresent));

    public static SmtKey Of(string key, SmtRequest request, SmtResource resource) =>
        key switch
        {
            "ec2:owner" => resource.Type == "image"
                ? Always("owner")
                : Free(key, request, resource, isPresent: Smt.False),
            "aws:resourceaccount" => Always(resource.Type == "image" ? "ownerAccount" : "account"),
            "aws:principalaccount" => Always("account"),
            "aws:requestedregion" or "ec2:region" => Always("region"),
            "aws:currenttime" or "aws:epochtime" => new SmtKey([
                new SmtMember(Smt.True, request.Declare("time as text", "String")) { Number = "time" },
            ]),
            "aws:principalarn" => new SmtKey([new SmtMember(Smt.True, WholeArn) { Arn = SmtRequest.Principal }]),
            _ when AlwaysBoolean.Contains(key) => Boolean(key, request),
            _ => Free(key, request, resource, isPresent: null),
        };

    private static string WholeArn { get; } = "(str.++ \"arn:\" partition \":iam::\" account \":\" principalResource)";

    private static SmtKey Always(string variable) => new([new SmtMember(Smt.True, variable)]);

    private static SmtKey Boolean(string key, SmtRequest request)
    {
        var isTrue = request.Declare(key, "Bool");
        return new SmtKey([new SmtMember(Smt.True, $"(ite {isTrue} \"true\" \"false\")")]);
    }

    /// <summary>A key that nothing is known of: it may be missing, and may have any value. Keys of EC2 belong to one resource.</summary>
    private static SmtKey Free(string key, SmtRequest request, SmtResource resource, string? isPresent)
    {
        var ofResource =
            key.StartsWith("ec2:", StringComparison.Ordinal)
            || key.StartsWith("aws:resource", StringComparison.Ordinal);
        var name = ofResource ? $"{key} of {resource.Type}" : key;
        if (!Multivalued.Contains(key))
            return new SmtKey([
                new SmtMember(isPresent ?? request.Declare($"has {name}", "Bool"), request.Declare(name, "String")),
            ]);
        return new SmtKey([
            .. new[] { "first", "second" }.Select(which => new SmtMember(
                request.Declare($"has {which} {name}", "Bool"),
                request.Declare($"{which} {name}", "String")
            )),
        ]);
    }
}
