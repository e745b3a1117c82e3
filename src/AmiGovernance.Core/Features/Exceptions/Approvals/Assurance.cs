using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>What vouches for a decision being that of the person whom it names; the weakest first.</summary>
public enum Assurance
{
    /// <summary>Nothing but what the author of the commit told git.</summary>
    Unsigned,

    /// <summary>The code host: this person approved there the merge request that brought the decision.</summary>
    HostApproved,

    /// <summary>A signature, checked by git, of a key that is entered for the person on the target branch.</summary>
    Signed,
}

public static class Assurances
{
    /// <summary>As they are shown.</summary>
    public static readonly EnumNames<Assurance> Names = new(
        (Assurance.Unsigned, "unsigned"),
        (Assurance.HostApproved, "host-approved"),
        (Assurance.Signed, "signed")
    );

    /// <summary>As `required_assurance` writes them: the least that counts.</summary>
    public static readonly EnumNames<Assurance> Required = new(
        (Assurance.Unsigned, "unsigned"),
        (Assurance.HostApproved, "signed_or_host_approved"),
        (Assurance.Signed, "signed")
    );
}
