<?xml version="1.0" encoding="UTF-8"?>
<!-- The parts list of the archive without Neo4j: that of the whole one without what src/main/assembly/distribution.xml puts
     into lib/neo4j. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="xml" encoding="UTF-8" indent="no"/>

  <!-- Patterns group:artifact[:type[:classifier]], with stars at the end of group or artifact only. -->
  <xsl:variable name="patterns" select="document('../main/assembly/distribution.xml')//*[local-name() = 'include'][contains(., ':')]"/>

  <xsl:template match="@* | node()">
    <xsl:copy>
      <xsl:apply-templates select="@* | node()"/>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="/*/*[local-name() = 'components']/* | *[local-name() = 'dependency']">
    <xsl:variable name="ref" select="string(@bom-ref | @ref)"/>
    <xsl:variable name="library" select="/*/*[local-name() = 'components']/*[@bom-ref = $ref]"/>
    <xsl:variable name="group" select="string($library/*[local-name() = 'group'])"/>
    <xsl:variable name="name" select="string($library/*[local-name() = 'name'])"/>
    <xsl:if test="not($patterns[
        ($group = substring-before(., ':')
          or contains(substring-before(., ':'), '*') and starts-with($group, substring-before(., '*')))
        and ($name = substring-before(concat(substring-after(., ':'), ':'), ':')
          or contains(substring-before(concat(substring-after(., ':'), ':'), ':'), '*')
            and starts-with($name, substring-before(substring-after(., ':'), '*')))])">
      <xsl:copy>
        <xsl:apply-templates select="@* | node()"/>
      </xsl:copy>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
