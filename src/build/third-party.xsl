<?xml version="1.0" encoding="UTF-8"?>
<!-- From a parts list (CycloneDX): one line a library, for people to read. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:template match="/">
    <xsl:text>Libraries in this archive, each under its own licence, as its authors state it. Where there are several, any one of
them may be chosen unless the library's own files say otherwise. Licence texts and notices are inside the jars.

</xsl:text>
    <xsl:for-each select="/*/*[local-name() = 'components']/*">
      <xsl:sort select="*[local-name() = 'group']"/>
      <xsl:sort select="*[local-name() = 'name']"/>
      <xsl:value-of select="concat(*[local-name() = 'group'], ':', *[local-name() = 'name'], ' ', *[local-name() = 'version'], ' - ')"/>
      <xsl:for-each select="*[local-name() = 'licenses']/*[local-name() = 'license'] | *[local-name() = 'licenses']/*[local-name() = 'expression']">
        <xsl:if test="position() &gt; 1">; </xsl:if>
        <xsl:choose>
          <xsl:when test="*[local-name() = 'id']"><xsl:value-of select="*[local-name() = 'id']"/></xsl:when>
          <xsl:when test="*[local-name() = 'name']"><xsl:value-of select="*[local-name() = 'name']"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
      <xsl:if test="not(*[local-name() = 'licenses']/*)">see the jar</xsl:if>
      <xsl:text>&#10;</xsl:text>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
