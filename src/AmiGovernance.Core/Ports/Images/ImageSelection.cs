namespace AmiGovernance.Core.Ports.Images;

/// <summary>Which images one call asks for; EC2 filters, so that the answer holds nothing else.</summary>
public enum ImageSelection
{
    /// <summary>The account's own, deprecated and disabled ones too.</summary>
    Own,

    /// <summary>Of these, those that everyone may launch.</summary>
    OwnPublic,

    /// <summary>Those that others share with the account; public images of others are not among them.</summary>
    SharedWithAccount,
}
