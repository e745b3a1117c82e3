namespace AmiGovernance.Core.Base.Identifiers;

/// <summary>
/// Whose an image is, as AWS names owners: an account, or an alias such as `amazon`. Declarative policies spell aliases with
/// underscores, the EC2 API and the IAM key `ec2:Owner` with hyphens; both are read, and each is written where it belongs.
/// </summary>
public readonly record struct OwnerId
{
    private OwnerId(AccountId? account, OwnerAlias? alias) => (Account, Alias) = (account, alias);

    /// <summary>Null when the owner is an alias.</summary>
    public AccountId? Account { get; }

    /// <summary>Null when the owner is an account.</summary>
    public OwnerAlias? Alias { get; }

    /// <summary>The value of `ec2:Owner`.</summary>
    public string IamName => Alias?.IamName() ?? AccountName;

    /// <summary>A provider in a declarative policy.</summary>
    public string DeclarativeName => Alias?.DeclarativeName() ?? AccountName;

    private string AccountName => Account?.Value ?? throw new InvalidOperationException("an owner without a name");

    public static OwnerId Of(AccountId account) => new(account, null);

    public static OwnerId Of(OwnerAlias alias) => new(null, alias);

    /// <summary>An account id, or an alias in either spelling.</summary>
    public static bool TryParse(string text, out OwnerId owner)
    {
        if (AccountId.TryParse(text, out var account))
        {
            owner = Of(account);
            return true;
        }
        var alias = OwnerAliases.FromIamName(text.Replace('_', '-'));
        owner = alias is { } known ? Of(known) : default;
        return alias is not null;
    }

    public static OwnerId Parse(string text) =>
        TryParse(text, out var owner) ? owner : throw new FormatException($"not the owner of an image: {text}");

    public override string ToString() => IamName;
}
