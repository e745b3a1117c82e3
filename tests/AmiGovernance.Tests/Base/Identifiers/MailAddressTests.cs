using AmiGovernance.Core.Base.Identifiers;
using MimeKit;

namespace AmiGovernance.Tests.Base.Identifiers;

/// <summary>RFC 5322, 3.2.3 and 3.4.1; RFC 6531, 3.3. What is valid is read by the library that writes mails.</summary>
public sealed class MailAddressTests
{
    [Theory]
    [InlineData("alex@company.com")]
    [InlineData("a.b+c@company.com")]
    [InlineData("o'brien_1!#$%&*/=?^`{|}~-@sub.company-1.com")]
    [InlineData("root@localhost")]
    [InlineData("jörg@bücher.example")]
    [InlineData("用户@例子.中国")]
    public void A_mailbox_of_a_host_is_an_address(string text)
    {
        Assert.True(MailAddress.IsValid(text));
        Assert.Equal(text, MailboxAddress.Parse(text).Address);
    }

    [Theory]
    [InlineData("ops..team@company.com")]
    [InlineData("pat.@company.com")]
    [InlineData(".a@b")]
    [InlineData("a@b..c")]
    [InlineData("a@.b")]
    [InlineData("a@b.")]
    [InlineData("(x@y")]
    [InlineData("a(@b")]
    [InlineData("a@b)")]
    [InlineData("[@]")]
    [InlineData("a@[1.2.3")]
    [InlineData("a@b/c")]
    [InlineData("a@b@c")]
    [InlineData("a b@c")]
    [InlineData("a@b\n")]
    [InlineData("a\u0001@b")]
    [InlineData("a\u202e@b")]
    [InlineData("@b")]
    [InlineData("a@")]
    [InlineData("")]
    public void Nothing_else_is(string text) => Assert.False(MailAddress.IsValid(text));
}
