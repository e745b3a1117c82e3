namespace AmiGovernance.Core.Base.Identifiers;

/// <summary>A person as git knows one. Two are the same when their addresses are, whatever the capitals.</summary>
public sealed record GitIdentity(string Name, string Email)
{
    public bool IsSame(GitIdentity other) => MailAddress.AreSame(Email, other.Email);

    public override string ToString() => $"{Name} <{Email}>";
}
